import type { Column, Constraint, Index, Table } from "../schema.ts";

/** A table without what went before it. */
export function whatIsLeft(
  table: Table,
  { gone, columns }: {
    readonly gone: ReadonlySet<Constraint | Index>;
    readonly columns: ReadonlyMap<Column, Column>;
  },
): Table {
  if (gone.size === 0 && columns.size === 0) return table;
  const { primaryKey, ...rest } = table;
  const stays = (item: Constraint | Index) => !gone.has(item);
  return {
    ...rest,
    columns: table.columns.map((column) => columns.get(column) ?? column),
    ...(primaryKey !== undefined && stays(primaryKey) ? { primaryKey } : {}),
    uniques: table.uniques.filter(stays),
    foreignKeys: table.foreignKeys.filter(stays),
    checks: table.checks.filter(stays),
    exclusions: table.exclusions.filter(stays),
    indexes: table.indexes.filter(stays),
  };
}
