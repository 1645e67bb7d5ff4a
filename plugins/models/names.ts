import { createHash } from "node:crypto";

/*
 * The names are those of Tortoise ORM, letter by letter, so that a database may change hands: at most
 * 30 characters, with a hash of the whole.
 */

/** The name of an index on columns, of a unique constraint or of a through table's unique index. */
export function indexName(
  prefix: "idx" | "uid" | "uidx",
  table: string,
  columns: readonly string[],
): string {
  const [first = ""] = columns;
  const hash = hashOf([table, ...columns], 6);
  return `${prefix}_${cut(table, 11)}_${cut(first, 7)}_${hash}`;
}

/** The name of a foreign key, where the dialect gives it one. */
export function foreignKeyName(
  from: { readonly table: string; readonly column: string },
  to: { readonly table: string; readonly column: string },
): string {
  const hash = hashOf([from.table, from.column, to.table, to.column], 8);
  return `fk_${cut(from.table, 8)}_${cut(to.table, 8)}_${hash}`;
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join("");
}

function hashOf(parts: readonly string[], length: number): string {
  return createHash("sha256").update(parts.join(";")).digest("hex").slice(0, length);
}
