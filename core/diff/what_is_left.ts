import { type Column, type Constraint, constraintsOf, type Index, type Table } from "../schema.ts";

/** A table with those of its constraints and indexes that stay. */
export function withItems(table: Table, stays: (item: Constraint | Index) => boolean): Table {
  if ([...constraintsOf(table), ...table.indexes].every(stays)) return table;
  const { primaryKey, ...rest } = table;
  return {
    ...rest,
    ...(primaryKey !== undefined && stays(primaryKey) ? { primaryKey } : {}),
    uniques: table.uniques.filter(stays),
    foreignKeys: table.foreignKeys.filter(stays),
    checks: table.checks.filter(stays),
    exclusions: table.exclusions.filter(stays),
    indexes: table.indexes.filter(stays),
  };
}

/** A table without what went before it. */
export function whatIsLeft(
  table: Table,
  { gone, columns }: {
    readonly gone: ReadonlySet<Constraint | Index>;
    readonly columns: ReadonlyMap<Column, Column>;
  },
): Table {
  if (gone.size === 0 && columns.size === 0) return table;
  return {
    ...withItems(table, (item) => !gone.has(item)),
    columns: table.columns.map((column) => columns.get(column) ?? column),
  };
}
