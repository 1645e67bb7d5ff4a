import { type DataType, printType } from "../../core/schema.ts";
import type { Misfit } from "../../core/type_fit.ts";

/**
 * Portable types by name, without arguments, and the storage class that holds them
 * (https://sqlite.org/datatype3.html). Names are storage classes, so that they suit STRICT tables.
 */
const storage: ReadonlyMap<string, string> = new Map([
  ["smallint", "INTEGER"],
  ["integer", "INTEGER"],
  ["int", "INTEGER"],
  ["bigint", "INTEGER"],
  ["boolean", "INTEGER"],
  ["real", "REAL"],
  ["float", "REAL"],
  ["double", "REAL"],
  ["double precision", "REAL"],
  ["decimal", "NUMERIC"],
  ["numeric", "NUMERIC"],
  ["char", "TEXT"],
  ["varchar", "TEXT"],
  ["string", "TEXT"],
  ["text", "TEXT"],
  ["uuid", "TEXT"],
  ["json", "TEXT"],
  ["date", "TEXT"],
  ["time", "TEXT"],
  ["timestamp", "TEXT"],
  ["timestamptz", "TEXT"],
  ["binary", "BLOB"],
  ["varbinary", "BLOB"],
  ["blob", "BLOB"],
]);

/** Types that keep their arguments, because SQLite does nothing but show them. */
const sized: ReadonlySet<string> = new Set(["char", "varchar", "decimal", "numeric"]);

/**
 * SQLite's spelling of a portable type: `timestamp` is `TEXT`, `varchar(200)` is `VARCHAR(200)`. Any
 * other text is a type of SQLite's own and stays as it is.
 */
export function spellType(portable: string): string {
  const [, name, size] = /^([a-z ]+?)\s*(\([\d\s,]*\))?$/i.exec(portable.trim()) ?? [];
  const word = name?.toLowerCase().replace(/\s+/g, " ") ?? "";
  const found = storage.get(word);
  if (found === undefined) return portable.trim();
  return size !== undefined && sized.has(word)
    ? word.toUpperCase() + size.replace(/\s+/g, "")
    : found;
}

/** Whether a table's only key column of this type is its rowid. */
export function isRowidType(type: string): boolean {
  return type.toLowerCase() === "integer";
}

/** How a column of some type keeps values (https://sqlite.org/datatype3.html section 3.1). */
function affinityOf(type: string): "INTEGER" | "TEXT" | "BLOB" | "REAL" | "NUMERIC" {
  if (/int/i.test(type)) return "INTEGER";
  if (/char|clob|text/i.test(type)) return "TEXT";
  if (type === "" || /blob/i.test(type)) return "BLOB";
  return /real|floa|doub/i.test(type) ? "REAL" : "NUMERIC";
}

/** Types are but hints: lengths and ranges are not minded, and another affinity alone converts. */
export function misfit(from: DataType, to: DataType): Misfit {
  const [one, other] = [affinityOf(printType(from)), affinityOf(printType(to))];
  // Bytes stay bytes in a text column, but for one of a STRICT table.
  if (one === "BLOB" && other === "TEXT") return "refused";
  const isWhole = (affinity: string) => affinity === "INTEGER" || affinity === "NUMERIC";
  return one === other || other === "BLOB" || isWhole(one) && isWhole(other) ? "kept" : "lost";
}
