import { WhimbrelError } from "../../core/errors.ts";
import type { DialectName } from "./types.ts";

/** The SQL of a column's default, from a value or from SQL in the place of one. */
export function spellDefault(
  value: unknown,
  { owner, fieldType, dialect }: {
    /** For errors: `Person.name`. */
    readonly owner: string;
    readonly fieldType: string;
    readonly dialect: DialectName;
  },
): string {
  if (isSql(value)) return sqlOf(value.sql, owner, dialect);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") {
    return dialect === "postgres" ? String(value) : value ? "1" : "0";
  }
  const isNumber = fieldType === "DecimalField" && /^-?\d+(?:\.\d+)?$/.test(String(value));
  if (isNumber) return String(value);
  const text = quote(fieldType === "JSONField" ? JSON.stringify(value) : String(value), dialect);
  // https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html: as an expression only.
  const isLarge = /^(?:TextField|JSONField|BinaryField)$/.test(fieldType);
  return dialect === "mysql" && isLarge ? `(${text})` : text;
}

function isSql(value: unknown): value is { readonly sql: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.keys(value).length === 1 && "sql" in value;
}

function sqlOf(sql: unknown, owner: string, dialect: DialectName): string {
  const text = typeof sql === "string" ? sql : (sql as Record<string, unknown> | null)?.[dialect];
  // The dialect puts parentheses around an expression by itself.
  if (typeof text === "string") return dialect === "sqlite" ? withoutParentheses(text) : text;
  throw new WhimbrelError("models", `"${owner}" has no default for ${dialect}`, {
    hint: `add the key ${dialect} to its SQL`,
  });
}

/** Takes away one pair of parentheses around the whole. */
function withoutParentheses(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("(") || !trimmed.endsWith(")")) return trimmed;
  let depth = 0;
  for (const { 0: mark, index } of trimmed.matchAll(/'[^']*'|[()]/g)) {
    depth += mark === "(" ? 1 : mark === ")" ? -1 : 0;
    if (depth === 0) return index === trimmed.length - 1 ? trimmed.slice(1, -1) : trimmed;
  }
  return trimmed;
}

function quote(text: string, dialect: DialectName): string {
  const doubled = text.replaceAll("'", "''");
  return `'${dialect === "mysql" ? doubled.replaceAll("\\", "\\\\") : doubled}'`;
}

/** A comment as Tortoise ORM writes it: it escapes for MySQL, and PostgreSQL keeps the escapes. */
export function spellComment(text: string, dialect: DialectName): string {
  if (dialect !== "postgres") return text;
  return [...text].map((letter) => escapes[letter] ?? letter).join("");
}

const escapes: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\x1a": "\\Z",
  '"': '\\"',
};
