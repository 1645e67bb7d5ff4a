import { type QualifiedName, sameName, type Table, type TableName } from "./schema.ts";

/** The tables that a table has its columns from: the one that it is a partition of, or inherits from. */
export function parentsOf(
  { partitionOf, inherits }: Pick<Table, "partitionOf" | "inherits">,
): readonly TableName[] {
  return [...(partitionOf === undefined ? [] : [partitionOf.parent]), ...inherits ?? []];
}

/** A table with the columns that its parents bequeath before its own. */
export function withAllColumns(table: Table, tables: readonly Table[]): Table {
  const find = (name: QualifiedName) => tables.find((other) => sameName(other, name));
  const inherited = parentsOf(table).flatMap((name) => {
    const parent = find(name);
    return parent === undefined ? [] : withAllColumns(parent, tables).columns;
  });
  const own = new Set(table.columns.map(({ name }) => name));
  return {
    ...table,
    columns: [...inherited.filter(({ name }) => !own.has(name)), ...table.columns],
  };
}
