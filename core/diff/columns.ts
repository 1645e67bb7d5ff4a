import { equalData } from "../schema_order.ts";
import type { Column, Table } from "../schema.ts";
import { keyOf } from "./names.ts";
import { mentionsAny } from "./reads.ts";
import type { Comparison } from "./spelled.ts";
import type { Rules } from "./traits.ts";

/** What becomes of the columns of a table. */
export interface ColumnChanges {
  readonly added: readonly Column[];
  readonly dropped: readonly Column[];
  /** Those of the dropped that hold what they read, and no values of their own. */
  readonly holding: readonly Column[];
  /** Those on both sides. */
  readonly pairs: readonly ColumnPair[];
  readonly altered: readonly ColumnPair[];
  /** Generated columns that are dropped and added, because of what they read. */
  readonly remade: readonly ColumnPair[];
  /** Names of those that are dropped, and not added again. */
  readonly gone: ReadonlySet<string>;
  readonly retyped: ReadonlySet<string>;
  /** Those of the retyped whose type is made anew under the same name. */
  readonly moved: ReadonlySet<string>;
  /** Those that stay, but stand elsewhere among the others. */
  readonly displaced: ReadonlySet<string>;
}

/**
 * Compares the columns of a table. Their order alone is a change only where the rules say so.
 *
 * @param remadeTypes keys of types that are made anew under their names.
 */
export function compareColumns(middle: Table, to: Table, { rules, comparison, remadeTypes }: {
  readonly rules: Rules;
  readonly comparison: Comparison;
  readonly remadeTypes: ReadonlySet<string>;
}): ColumnChanges {
  const before = new Map(middle.columns.map((column) => [column.name, column]));
  const after = new Map(to.columns.map((column) => [column.name, column]));
  const pairs = to.columns.flatMap((column) => {
    const other = before.get(column.name);
    return other === undefined ? [] : [{ from: other, to: column }];
  });
  const dropped = middle.columns.filter(({ name }) => !after.has(name));
  const moved = new Set(
    middle.columns.filter(({ type }) => typeof type !== "string" && remadeTypes.has(keyOf(type)))
      .map(({ name }) => name),
  );
  const retyped = new Set([
    ...moved,
    ...pairs.filter((pair) =>
      isRetyped(pair, comparison) || rules.recounts(pair.from, pair.to) ||
      !equalData(middle.options, to.options) && rules.retypes(pair.to, middle.options, to.options)
    ).map((pair) => pair.to.name),
  ]);
  const remade = rules.generatedHold ? findRemade(pairs, retyped) : [];
  const anew = new Set(remade);
  return {
    added: to.columns.filter(({ name }) => !before.has(name)),
    dropped,
    pairs,
    holding: rules.generatedHold ? dropped.filter(({ generated }) => generated !== undefined) : [],
    altered: pairs.filter((pair) => !anew.has(pair) && !comparison.columns(pair.from, pair.to)),
    remade,
    gone: new Set(dropped.map(({ name }) => name)),
    retyped,
    moved,
    displaced: rules.ordersColumns ? displaced(middle, to) : new Set(),
  };
}

/** The fewest columns that have to move for those on both sides to be in the order of `to`. */
function displaced(middle: Table, to: Table): ReadonlySet<string> {
  const places = new Map(middle.columns.map(({ name }, index) => [name, index]));
  const names = to.columns.map(({ name }) => name).filter((name) => places.has(name));
  const stay = new Set(longestRise(names.map((name) => places.get(name)!)));
  return new Set(names.filter((name) => !stay.has(places.get(name)!)));
}

/** The longest sequence of numbers, each above the one before, that is left by taking out others. */
function longestRise(numbers: readonly number[]): readonly number[] {
  /** By length, the sequences that end lowest, each as its last number and what goes before. */
  const ends: Rise[] = [];
  for (const last of numbers) {
    const longer = ends.findIndex((end) => end.last > last);
    const at = longer === -1 ? ends.length : longer;
    ends[at] = { last, before: ends[at - 1] };
  }
  const found: number[] = [];
  for (let rise = ends.at(-1); rise !== undefined; rise = rise.before) found.push(rise.last);
  return found;
}

interface Rise {
  readonly last: number;
  readonly before: Rise | undefined;
}

/** A column before and after. */
export interface ColumnPair {
  readonly from: Column;
  readonly to: Column;
}

/** Whether values are stored in another way afterwards. */
function isRetyped({ from, to }: ColumnPair, comparison: Comparison): boolean {
  const { name, type, nullable } = to;
  const shell: Column = { name, type, nullable };
  const computed = (column: Column): Column =>
    column.generated === undefined ? shell : { ...shell, generated: column.generated };
  return !equalData(from.type, to.type) || from.collation !== to.collation ||
    from.charset !== to.charset || !comparison.columns(computed(from), computed(to));
}

/** Generated columns on both sides that read a column of another type. */
function findRemade(
  pairs: readonly ColumnPair[],
  retyped: ReadonlySet<string>,
): readonly ColumnPair[] {
  const unsteady = new Set(retyped);
  const found = new Set<ColumnPair>();
  const generated = pairs.filter(({ from, to }) => from.generated && to.generated);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const pair of generated) {
      const others = new Set([...unsteady].filter((name) => name !== pair.from.name));
      if (found.has(pair) || others.size === 0) continue;
      if (!mentionsAny(pair.from.generated!.expression, others)) continue;
      found.add(pair);
      unsteady.add(pair.from.name);
    }
  }
  return [...found];
}
