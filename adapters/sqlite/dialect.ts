import type { Dialect, Surroundings, Value } from "../../core/adapter.ts";
import { split } from "../../core/split.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { diffTraits } from "./diff_traits.ts";
import { lexicalRules } from "./lexer.ts";
import { needsSchema, render } from "./render.ts";
import { storeTypes } from "./store.ts";
import { traits } from "./traits.ts";
import { misfit, spellType } from "./types.ts";

/** The rules of SQLite 3.35 and later. */
export const dialect: Dialect = {
  name: "sqlite",
  transactionalDdl: true,
  lockIsTransaction: true,
  begin: "BEGIN IMMEDIATE",
  scriptHint: "sqlite3 -bail app.db < script.sql",
  store: storeTypes,
  quote: (name) =>
    (typeof name === "string" ? [name] : name)
      .map((part) => `"${part.replaceAll('"', '""')}"`).join("."),
  type: spellType,
  literal,
  split: (script, origin) => split(script, lexicalRules(), origin),
  traits,
  render,
  needsSchema,
  diffTraits,
  misfit,
  reset: ["foreign_keys = ON", "ignore_check_constraints = OFF", "legacy_alter_table = OFF"]
    .map((setting) => generated(`PRAGMA ${setting}`)),
  surroundings,
};

function literal(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  if (value instanceof Date) return literal(value.toISOString());
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString("hex")}'`;
  const escaped = `'${value.replaceAll("'", "''")}'`;
  // SQLite reads a literal up to its first NUL character, so such a text is put together.
  return escaped.includes("\0") ? `(${escaped.replaceAll("\0", "' || char(0) || '")})` : escaped;
}

/**
 * Foreign keys must be off while a table is dropped or rebuilt, since DROP TABLE deletes its rows
 * first and so would empty the tables that refer to it; and that PRAGMA does nothing inside a
 * transaction (https://sqlite.org/lang_altertable.html section 7, https://sqlite.org/foreignkeys.html).
 */
function surroundings(statements: Iterable<Statement> | undefined): Surroundings | undefined {
  if (statements !== undefined && !dropsTable(statements)) return undefined;
  return {
    before: [generated("PRAGMA foreign_keys = OFF")],
    after: [generated("PRAGMA foreign_keys = ON")],
    verify: generated("PRAGMA foreign_key_check"),
    describe: (row) =>
      `row ${row["rowid"] ?? "?"} of "${row["table"]}" refers to a missing row of "${
        row["parent"]
      }"`,
    covers: ({ text }) => foreignKeysPragma.test(text),
  };
}

const foreignKeysPragma = /^PRAGMA\s+(?:main\s*\.\s*)?foreign_keys\s*[=(]/i;

function dropsTable(statements: Iterable<Statement>): boolean {
  for (const { text } of statements) {
    if (/^DROP\s+TABLE\b/i.test(text) || foreignKeysPragma.test(text)) return true;
  }
  return false;
}
