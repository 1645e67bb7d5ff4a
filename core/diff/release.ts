import type { Operation } from "../operation.ts";
import {
  type Column,
  type Constraint,
  constraintsOf,
  type ForeignKey,
  type Index,
  nameOf,
  type QualifiedName,
  type Table,
  type TableName,
} from "../schema.ts";
import type { TableDelta } from "./delta.ts";
import { keyOf } from "./names.ts";
import type { Matching } from "./match.ts";
import { orderRenames } from "./plan_renames.ts";
import { readsAny } from "./reads.ts";
import { isShared, type Rules } from "./traits.ts";
import type { TypePlan } from "./types.ts";

/** What has to be let go before types change and tables are made. */
export interface Release {
  readonly operations: readonly Operation[];
  readonly dropped: ReadonlySet<Constraint | Index>;
  /** Those that have their new names already. */
  readonly renamed: ReadonlySet<Constraint | Index>;
  /** Columns that are not as in the schema after the renames, by what they are there. */
  readonly columns: ReadonlyMap<Column, Column>;
}

/**
 * Drops or renames constraints and indexes whose names others are going to take, and drops those that
 * lean on a type that is made anew; takes away defaults that are values which their type loses.
 *
 * @param loosened foreign keys that are dropped already.
 */
export function release(
  { doomed, created }: Matching,
  { deltas, types, rules, loosened }: {
    readonly deltas: readonly TableDelta[];
    readonly types: TypePlan;
    readonly rules: Rules;
    readonly loosened: ReadonlySet<ForeignKey>;
  },
): Release {
  const operations: Operation[] = [];
  const dropped = new Set<Constraint | Index>();
  const columns = new Map<Column, Column>();
  const takers = takenNames(created, deltas, rules);
  const isTaken = (item: Constraint | Index, table: TableName): boolean => {
    if (item.name === undefined || !isShared(item, rules)) return false;
    const names = takers.get(keyOf({ ...nameOf(table), name: item.name }));
    return names !== undefined && (names.size > 1 || !names.has(keyOf(table)));
  };
  const drop = (item: Constraint | Index, table: TableName): void => {
    dropped.add(item);
    operations.push(
      "kind" in item
        ? { kind: "drop_constraint", table, constraint: item }
        : { kind: "drop_index", table, index: item },
    );
  };
  for (const { to, constraints, indexes, columns: { moved } } of deltas) {
    // The primary key is the same one under whatever name.
    const otherwise = constraints.altered.filter(({ from, to }) => from.name !== to.name)
      .map(({ from }) => from);
    for (const item of [...indexes.dropped, ...constraints.dropped, ...otherwise]) {
      // An index of the whole may otherwise take the one of a part for its own.
      const isPart = to.partitionOf !== undefined;
      if (isPart || isTaken(item, to) || readsAny(item, moved)) drop(item, nameOf(to));
    }
  }
  for (const { middle } of doomed) {
    // All of it goes with the table, unless its name is wanted before.
    for (const item of [...middle.indexes, ...constraintsOf(middle)]) {
      if (!loosened.has(item as ForeignKey) && isTaken(item, middle)) drop(item, nameOf(middle));
    }
  }
  const tangle = untangle(deltas, { rules, isTaken: (key) => takers.has(key) });
  operations.push(...tangle.operations);
  const tables = [
    ...deltas.map(({ middle, to }) => ({ middle, to })),
    ...doomed.map(({ middle }) => ({ middle, to: undefined })),
  ];
  const isLosing = types.goneValues.size > 0 || types.reshaped.size > 0;
  for (const { middle, to } of isLosing ? tables : []) {
    for (const [column, bare] of staleDefaults(middle, to, types)) {
      columns.set(column, bare);
      operations.push({ kind: "alter_column", table: nameOf(middle), from: column, to: bare });
    }
  }
  return { operations, dropped, renamed: tangle.renamed, columns };
}

/** Names that constraints and indexes are going to have, with the tables that they are of. */
function takenNames(
  created: readonly Table[],
  deltas: readonly TableDelta[],
  rules: Rules,
): ReadonlyMap<string, ReadonlySet<string>> {
  const takers = new Map<string, Set<string>>();
  const take = (item: Constraint | Index, table: TableName): void => {
    if (item.name === undefined || !isShared(item, rules)) return;
    const key = keyOf({ ...nameOf(table), name: item.name });
    const list = takers.get(key);
    if (list === undefined) takers.set(key, new Set([keyOf(table)]));
    else list.add(keyOf(table));
  };
  for (const table of created) {
    for (const item of [...constraintsOf(table), ...table.indexes]) take(item, table);
  }
  for (const { to, constraints, foreignKeys, indexes } of deltas) {
    for (const changes of [constraints, foreignKeys, indexes]) {
      for (const item of changes.added) take(item, to);
      for (const renamed of changes.renamed) take(renamed.to, to);
      for (const altered of changes.altered) {
        if (altered.from.name !== altered.to.name) take(altered.to, to);
      }
    }
  }
  return takers;
}

interface RenamedItem {
  readonly table: TableName;
  readonly from: Constraint | Index;
  readonly to: Constraint | Index;
}

/** Renames what has a name that another one takes, or takes one from another, in an order that works. */
function untangle(
  deltas: readonly TableDelta[],
  { rules, isTaken }: { readonly rules: Rules; readonly isTaken: (key: string) => boolean },
): {
  readonly operations: readonly Operation[];
  readonly renamed: ReadonlySet<Constraint | Index>;
} {
  const keyIn = ({ table }: RenamedItem, item: Constraint | Index) =>
    keyOf({ ...nameOf(table), name: item.name! });
  const all = deltas.flatMap(({ to, constraints, indexes }): RenamedItem[] =>
    [...constraints.renamed, ...indexes.renamed].filter(({ from }) => isShared(from, rules))
      .map((change) => ({ table: nameOf(to), ...change }))
  );
  const sources = new Set(all.map((item) => keyIn(item, item.from)));
  const seen = new Set<string>();
  // Where two are called the same, names are not shared after all.
  const isFirst = (key: string) => !seen.has(key) && seen.add(key).has(key);
  const tangled = all.filter((item) =>
    isTaken(keyIn(item, item.from)) || sources.has(keyIn(item, item.to))
  ).filter((item) => isFirst(keyIn(item, item.from)));
  const nameIn = ({ table }: RenamedItem, item: Constraint | Index): QualifiedName => ({
    ...table,
    name: item.name!,
  });
  const used = new Set(
    deltas.flatMap(({ middle, to }) => [middle, to]).flatMap((table) =>
      tangled.length === 0
        ? []
        : [...constraintsOf(table), ...table.indexes].map((item) => item.name)
    ),
  );
  const steps = orderRenames<QualifiedName>({
    renames: tangled.map((item) => ({ from: nameIn(item, item.from), to: nameIn(item, item.to) })),
    taken: tangled.map((item) => nameIn(item, item.from)),
    wanted: [],
  }, {
    key: keyOf,
    called: (name, text) => ({ ...name, name: text }),
    text: ({ name }) => name,
    isUsed: ({ name }) => used.has(name),
  });
  const called = new Map(tangled.map((item) => [keyIn(item, item.from), item]));
  const operations = steps.map(({ from, to }): Operation => {
    const item = called.get(keyOf(from))!;
    called.delete(keyOf(from));
    called.set(keyOf(to), item);
    const names = { table: item.table, from: from.name, to: to.name };
    return "kind" in item.from
      ? { kind: "rename_constraint", constraint: item.from.kind, ...names }
      : { kind: "rename_index", ...names };
  });
  return { operations, renamed: new Set(tangled.map(({ from }) => from)) };
}

/** Columns whose default is a value that their type loses, and the same columns without it. */
function staleDefaults(
  middle: Table,
  to: Table | undefined,
  { goneValues, reshaped }: TypePlan,
): readonly (readonly [Column, Column])[] {
  const after = new Map(to?.columns.map((column) => [column.name, column]));
  return middle.columns.flatMap((column) => {
    const { default: value, type } = column;
    if (value === undefined || typeof type === "string") return [];
    const gone = goneValues.get(keyOf(type)) ?? [];
    // Within an array's literal a value stands without quotes of its own.
    const mark = type.dimensions > 0 ? "" : "'";
    const isStale = reshaped.has(keyOf(type)) ||
      gone.some((each) => value.includes(mark + each.replaceAll("'", "''") + mark));
    if (!isStale) return [];
    if (after.get(column.name)?.default === value) return [];
    const { default: _stale, ...bare } = column;
    return [[column, bare] as const];
  });
}
