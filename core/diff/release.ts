import type { Operation } from "../operation.ts";
import {
  type Column,
  type Constraint,
  constraintsOf,
  type Index,
  nameOf,
  type Table,
  type TableName,
} from "../schema.ts";
import type { TableDelta } from "./delta.ts";
import { keyOf } from "./names.ts";
import type { Matching } from "./match.ts";
import { readsAny } from "./reads.ts";
import type { Rules } from "./traits.ts";
import type { TypePlan } from "./types.ts";

/** What has to be let go before types change and tables are made. */
export interface Release {
  readonly operations: readonly Operation[];
  readonly dropped: ReadonlySet<Constraint | Index>;
  /** Columns that are not as in the schema after the renames, by what they are there. */
  readonly columns: ReadonlyMap<Column, Column>;
}

/**
 * Drops constraints and indexes whose names another table is going to take, and those that lean on a
 * type that is made anew; takes away defaults that are values which their enum loses.
 */
export function release(
  { doomed, created }: Matching,
  { deltas, types, rules }: {
    readonly deltas: readonly TableDelta[];
    readonly types: TypePlan;
    readonly rules: Rules;
  },
): Release {
  const operations: Operation[] = [];
  const dropped = new Set<Constraint | Index>();
  const columns = new Map<Column, Column>();
  const takers = takenNames(created, deltas, rules);
  const isTaken = (item: Constraint | Index, table: TableName): boolean => {
    if (item.name === undefined || !rules.isShared(kindOf(item))) return false;
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
    const table = nameOf(to);
    const leaving = [
      ...indexes.dropped,
      ...[...indexes.renamed, ...indexes.altered].map(({ from }) => from),
      ...constraints.dropped,
      ...[...constraints.renamed, ...constraints.altered].map(({ from }) => from),
    ];
    for (const item of leaving) {
      if (isTaken(item, table) || readsAny(item, moved)) drop(item, table);
    }
  }
  for (const { middle } of doomed) {
    // Foreign keys are let go elsewhere; the rest goes with the table, unless its name is wanted.
    const items = [...middle.indexes, ...constraintsOf(middle)]
      .filter((item) => !("kind" in item) || item.kind !== "foreign_key");
    for (const item of items) if (isTaken(item, middle)) drop(item, nameOf(middle));
  }
  const tables = [
    ...deltas.map(({ middle, to }) => ({ middle, to })),
    ...doomed.map(({ middle }) => ({ middle, to: undefined })),
  ];
  for (const { middle, to } of types.goneValues.size === 0 ? [] : tables) {
    for (const [column, bare] of staleDefaults(middle, to, types)) {
      columns.set(column, bare);
      operations.push({ kind: "alter_column", table: nameOf(middle), from: column, to: bare });
    }
  }
  return { operations, dropped, columns };
}

/** Names that constraints and indexes are going to have, with the tables that they are of. */
function takenNames(
  created: readonly Table[],
  deltas: readonly TableDelta[],
  rules: Rules,
): ReadonlyMap<string, ReadonlySet<string>> {
  const takers = new Map<string, Set<string>>();
  const take = (item: Constraint | Index, table: TableName): void => {
    if (item.name === undefined || !rules.isShared(kindOf(item))) return;
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
    }
  }
  return takers;
}

function kindOf(item: Constraint | Index): Constraint["kind"] | "index" {
  return "kind" in item ? item.kind : "index";
}

/** Columns whose default is a value that their enum loses, and the same columns without it. */
function staleDefaults(
  middle: Table,
  to: Table | undefined,
  { goneValues }: TypePlan,
): readonly (readonly [Column, Column])[] {
  const after = new Map(to?.columns.map((column) => [column.name, column]));
  return middle.columns.flatMap((column) => {
    const { default: value, type } = column;
    if (value === undefined || typeof type === "string") return [];
    const gone = goneValues.get(keyOf(type)) ?? [];
    // Within an array's literal a value stands without quotes of its own.
    const mark = type.dimensions > 0 ? "" : "'";
    const isStale = gone.some((each) => value.includes(mark + each.replaceAll("'", "''") + mark));
    if (!isStale) return [];
    if (after.get(column.name)?.default === value) return [];
    const { default: _stale, ...bare } = column;
    return [[column, bare] as const];
  });
}
