import type { Operation } from "../operation.ts";
import { mentionsColumn } from "../rename_in_expression.ts";
import { type QualifiedName, sameName, type Schema } from "../schema.ts";
import { keyOf } from "./names.ts";

/**
 * Keys of the enums that get values which other operations of the list name, but for those that have
 * to stay where they are.
 */
export function enumsInUse(operations: readonly Operation[], from: Schema): readonly string[] {
  const altered = operations.filter((operation) => operation.kind === "alter_enum")
    .filter(({ to }) => !isPartitionedBy(from, to));
  if (altered.length === 0) return [];
  const texts = operations.filter((operation) => operation.kind !== "alter_enum").flatMap(textsOf);
  return altered.filter(({ from, to }) => {
    const known = new Set(from.values);
    const added = to.values.filter((value) => !known.has(value))
      .map((value) => `'${value.replaceAll("'", "''")}'`);
    return added.some((value) => texts.some((text) => text.includes(value)));
  }).map(({ to }) => keyOf(to));
}

/** Whether rows are cut into partitions by a column of the type, which then keeps its type. */
export function isPartitionedBy({ tables }: Schema, type: QualifiedName): boolean {
  return tables.some(({ partitioning, columns }) =>
    partitioning !== undefined &&
    columns.some((column) =>
      typeof column.type !== "string" && sameName(column.type, type) &&
      mentionsColumn(partitioning.by, column.name)
    )
  );
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
