import type { Operation } from "../../../core/operation.ts";
import type { Table } from "../../../core/schema.ts";
import { quote } from "../quoting.ts";
import { castOf } from "./cast.ts";
import { spell } from "./words.ts";

/** Copies the rows of a table, but not of those that inherit from it, to another one. */
export function moveRows(from: Table, to: Table): readonly string[] {
  const columns = to.columns.flatMap((column) => {
    const source = from.columns.find(({ name }) => name === column.name);
    return source === undefined || column.generated !== undefined
      ? []
      : [{ target: quote(column.name), value: castOf(source, column.type) ?? quote(source.name) }];
  });
  if (columns.length === 0) return [];
  const targets = columns.map(({ target }) => target).join(", ");
  const values = columns.map(({ value }) => value).join(", ");
  const only = from.partitioning === undefined ? "ONLY " : "";
  return [`INSERT INTO ${spell(to)} (${targets}) SELECT ${values} FROM ${only}${spell(from)}`];
}

/**
 * Gives partitions other bounds. All of them leave their table before the first comes back, because
 * no two may overlap (https://www.postgresql.org/docs/current/sql-altertable.html).
 */
export function alterPartitionBounds(
  { table, to }: Operation & { readonly kind: "alter_partition_bounds" },
): readonly string[] {
  const alter = `ALTER TABLE ${spell(table)}`;
  return [
    ...to.map(({ partition }) => `${alter} DETACH PARTITION ${spell(partition)}`),
    ...to.map(({ partition, bounds }) => `${alter} ATTACH PARTITION ${spell(partition)} ${bounds}`),
  ];
}
