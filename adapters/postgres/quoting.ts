import { Buffer } from "node:buffer";
import type { Value } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";

/** Quotes an identifier, or a qualified name given by its parts. */
export function quote(name: string | readonly string[]): string {
  if (typeof name !== "string") return name.map((part) => quote(part)).join(".");
  refuseNul(name);
  return `"${name.replaceAll('"', '""')}"`;
}

/** A literal that means the same whatever `standard_conforming_strings` is. */
export function literal(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return text(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number" && !Number.isFinite(value)) return `'${value}'::float8`;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (value instanceof Date) return `'${value.toISOString()}'::timestamptz`;
  return `E'\\\\x${Buffer.from(value).toString("hex")}'::bytea`;
}

function text(value: string): string {
  refuseNul(value);
  const doubled = value.replaceAll("'", "''");
  return doubled.includes("\\") ? `E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}

function refuseNul(text: string): void {
  if (!text.includes("\0")) return;
  throw new WhimbrelError(
    "refused_statement",
    "Cannot write a text with a NUL character: PostgreSQL has no such character",
  );
}
