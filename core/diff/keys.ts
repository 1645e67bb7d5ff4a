import { contentOf } from "../schema_order.ts";
import { type Constraint, constraintsOf, type Index, type Table } from "../schema.ts";
import { readsAny } from "./reads.ts";
import type { Comparison } from "./spelled.ts";

/** What becomes of the constraints or the indexes of a table. */
export interface KeyChanges<Item> {
  readonly dropped: readonly Item[];
  readonly added: readonly Item[];
  readonly altered: readonly { readonly from: Item; readonly to: Item }[];
  readonly renamed: readonly { readonly from: Item; readonly to: Item }[];
}

/** Columns under which keys cannot be changed in their place. */
export interface Unsteady {
  /** Dropped and made again, with all that is on them. */
  readonly remade: ReadonlySet<string>;
  /** Of another type afterwards, so that an old key may not fit while it is there. */
  readonly retyped: ReadonlySet<string>;
}

/** Compares the constraints of a table: by name, those without a name by content. */
export function compareConstraints(
  middle: Table,
  to: Table,
  { comparison, unsteady }: { readonly comparison: Comparison; readonly unsteady: Unsteady },
): KeyChanges<Constraint> {
  return compareItems(constraintsOf(middle), constraintsOf(to), {
    // A table has one primary key, whatever it is called.
    identity: (each) =>
      each.kind === "primary_key"
        ? each.kind
        : each.name === undefined
        ? undefined
        : `${each.kind} ${each.name}`,
    isEqual: comparison.constraints,
    content: (each) => contentOf(withoutName(comparison.constraint(each))),
    unsteady,
  });
}

/** Compares the indexes of a table. */
export function compareIndexes(
  middle: Table,
  to: Table,
  { comparison, unsteady }: { readonly comparison: Comparison; readonly unsteady: Unsteady },
): KeyChanges<Index> {
  return compareItems(middle.indexes, to.indexes, {
    identity: ({ name }) => name,
    isEqual: comparison.indexes,
    content: (each) => contentOf(withoutName(comparison.index(each))),
    unsteady,
  });
}

function withoutName(item: Constraint | Index): unknown {
  const { name: _name, ...content } = item;
  return content;
}

function compareItems<Item extends Constraint | Index>(
  from: readonly Item[],
  to: readonly Item[],
  { identity, isEqual, content, unsteady }: {
    /** Undefined for what is told by its content alone. */
    readonly identity: (item: Item) => string | undefined;
    readonly isEqual: (one: Item, other: Item) => boolean;
    readonly content: (item: Item) => string;
    readonly unsteady: Unsteady;
  },
): KeyChanges<Item> {
  const dropped: Item[] = [];
  const added: Item[] = [];
  const altered: { from: Item; to: Item }[] = [];
  const renamed: { from: Item; to: Item }[] = [];
  const isMoved = (item: Item) => readsAny(item, unsteady.remade);
  const change = (one: Item, other: Item, how: { from: Item; to: Item }[]) => {
    const isLoose = [one, other].some((item) => isMoved(item) || readsAny(item, unsteady.retyped));
    if (isLoose) {
      dropped.push(one);
      added.push(other);
    } else how.push({ from: one, to: other });
  };
  const left = new Map<string, Item[]>();
  const named = new Map<string, Item>();
  for (const item of from) {
    const name = identity(item);
    if (name !== undefined) named.set(name, item);
    // What says the same twice without a name is there once.
    else if (!left.has(content(item))) left.set(content(item), [item]);
  }
  const unmatched: Item[] = [];
  const nameless = new Set<string>();
  for (const item of to) {
    const name = identity(item);
    if (name === undefined) {
      if (!nameless.has(content(item))) unmatched.push(item);
      nameless.add(content(item));
      continue;
    }
    const before = named.get(name);
    if (before === undefined) {
      unmatched.push(item);
      continue;
    }
    named.delete(name);
    if (isEqual(before, item)) {
      if (isMoved(item)) {
        dropped.push(before);
        added.push(item);
      }
    } else if (isRenaming(before, item)) change(before, item, renamed);
    else change(before, item, altered);
  }
  for (const item of named.values()) {
    const list = left.get(content(item));
    if (list === undefined) left.set(content(item), [item]);
    else list.push(item);
  }
  for (const item of unmatched) {
    const before = left.get(content(item))?.shift();
    if (before === undefined) added.push(item);
    else if (before.name === item.name) {
      if (isMoved(item)) {
        dropped.push(before);
        added.push(item);
      }
    } else if (before.name === undefined || item.name === undefined) {
      dropped.push(before);
      added.push(item);
    } else change(before, item, renamed);
  }
  dropped.push(...[...left.values()].flat());
  return { dropped: inOrder(dropped, from), added: inOrder(added, to), altered, renamed };

  function isRenaming(before: Item, item: Item): boolean {
    return before.name !== item.name && before.name !== undefined && item.name !== undefined &&
      content(before) === content(item);
  }
}

function inOrder<Item>(items: readonly Item[], order: readonly Item[]): readonly Item[] {
  const chosen = new Set(items);
  return order.filter((item) => chosen.has(item));
}
