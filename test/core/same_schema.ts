import assert from "node:assert/strict";
import { mapExpressions } from "../../core/expressions.ts";
import type { Operation } from "../../core/operation.ts";
import type { Schema, Table } from "../../core/schema.ts";
import { sortSchema } from "../../core/schema_order.ts";
import { spell } from "./random_model.ts";

/** The schema with as few quotes in its expressions as can be, since a rename may leave more. */
export function withoutQuotes(schema: Schema): Schema {
  return sortSchema(
    mapExpressions(
      schema,
      (text) =>
        text.replace(
          /'(?:[^']|'')*'|"((?:[^"]|"")*)"/g,
          (all, name?: string) => name === undefined ? all : spell(name.replaceAll('""', '"')),
        ),
    ),
  );
}

/**
 * Checks that operations led to the wanted schema. Columns that stayed keep their order among
 * themselves; where that is the wanted one, all columns must be in theirs.
 */
export function assertReached(
  reached: Schema,
  { to, operations }: { readonly to: Schema; readonly operations: readonly Operation[] },
): void {
  const added = new Set(
    operations.flatMap((operation) =>
      operation.kind === "add_column"
        ? [JSON.stringify([operation.table.name, operation.column.name])]
        : []
    ),
  );
  const namesOf = ({ name, columns }: Table) =>
    columns.map((column) => column.name).filter((column) =>
      !added.has(JSON.stringify([name, column]))
    );
  const tables = reached.tables.map((table) => {
    const other = to.tables.find(({ name }) => name === table.name);
    const isReordered = other !== undefined && String(namesOf(other)) !== String(namesOf(table));
    return isReordered ? sortColumns(table, other) : table;
  });
  assert.deepEqual(withoutQuotes({ ...reached, tables }), withoutQuotes(to));
}

/** The table with its columns in the order of another. */
function sortColumns(table: Table, order: Table): Table {
  const place = new Map(order.columns.map(({ name }, index) => [name, index]));
  return {
    ...table,
    columns: [...table.columns].sort((one, other) =>
      (place.get(one.name) ?? -1) - (place.get(other.name) ?? -1)
    ),
  };
}
