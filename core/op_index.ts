import { constraintName } from "./constraint_name.ts";
import type { IndexOptions, IndexPart, SqlExpression } from "./op.ts";
import { checkKeys, invalidCall, requireText } from "./op_check.ts";
import { listOf } from "./op_draft.ts";
import type { Index, KeyPart, TableName } from "./schema.ts";

const indexKeys: readonly string[] = [
  "columns",
  "name",
  "unique",
  "where",
  "method",
  "include",
  "concurrently",
];

/** Checks an index and names it. */
export function draftIndex(
  call: string,
  table: TableName,
  definition: IndexOptions & { readonly columns: string | SqlExpression | readonly IndexPart[] },
): Index {
  checkKeys(call, definition, indexKeys, "the index");
  const { columns, unique, where, method, include } = definition;
  const parts = (Array.isArray(columns) ? columns : [columns]).map((part) => readPart(call, part));
  if (parts.length === 0) throw invalidCall(call, "an index needs at least one column");
  const words = parts.map((part) => "column" in part ? part.column : "expr");
  return {
    name: definition.name ?? constraintName(table, words, "idx"),
    unique: unique ?? false,
    parts,
    ...(where === undefined ? {} : { where: requireText(call, where, "the condition") }),
    ...(method === undefined ? {} : { method }),
    ...(include === undefined ? {} : { include: listOf(call, include) }),
  };
}

function readPart(call: string, part: IndexPart): KeyPart {
  if (typeof part === "string") return { column: requireText(call, part, "a column's name") };
  const orders = ["descending", "nulls", "collation", "opclass", "length"];
  checkKeys(call, part, ["column", "sql", ...orders], "a part of the index");
  const { descending, nulls, collation, opclass, length } = part as Exclude<
    IndexPart,
    string | SqlExpression
  >;
  return {
    ...("column" in part
      ? { column: requireText(call, part.column, "a column's name") }
      : { expression: requireText(call, part.sql, "an expression") }),
    ...(descending === true ? { descending } : {}),
    ...(nulls === undefined ? {} : { nulls }),
    ...(collation === undefined ? {} : { collation }),
    ...(opclass === undefined ? {} : { opclass }),
    ...(length === undefined ? {} : { length }),
  };
}
