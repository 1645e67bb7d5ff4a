import { DatabaseSync } from "node:sqlite";
import { diffTraits } from "../../../adapters/sqlite/diff_traits.ts";
import { introspect } from "../../../adapters/sqlite/introspect.ts";
import { render } from "../../../adapters/sqlite/render.ts";
import type { Row } from "../../../core/adapter.ts";
import type { Bench, Scratch } from "./scratch.ts";

/** SQLite in memory. */
export function openSqlite(): Promise<Bench> {
  const migrated = scratch();
  const direct = scratch();
  return Promise.resolve({
    traits: diffTraits,
    migrated,
    direct,
    returned: migrated,
    async [Symbol.asyncDispose]() {
      await migrated[Symbol.asyncDispose]();
      await direct[Symbol.asyncDispose]();
    },
  });
}

function scratch(): Scratch {
  let database = new DatabaseSync(":memory:");
  const rows = (sql: string): readonly Row[] =>
    database.prepare(sql).all().map((row) => ({ ...row }));
  return {
    reset() {
      database.close();
      database = new DatabaseSync(":memory:");
      return Promise.resolve();
    },
    exec: (script) => Promise.resolve(database.exec(script)),
    rows: (sql) => Promise.resolve(rows(sql)),
    schema: () => introspect({ query: (sql) => Promise.resolve(rows(sql)) }),
    render: (operations, before) => render(operations, before),
    run(statements) {
      database.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
      for (const { text } of statements) {
        try {
          database.exec(text);
        } catch (cause) {
          database.exec("ROLLBACK");
          throw new Error(`${(cause as Error).message}\n${text}`, { cause });
        }
      }
      const broken = rows("PRAGMA foreign_key_check");
      database.exec("COMMIT; PRAGMA foreign_keys = ON");
      if (broken.length > 0) throw new Error(`Rows refer to nothing: ${JSON.stringify(broken)}`);
      return Promise.resolve();
    },
    show: () => Promise.resolve(show(rows)),
    [Symbol.asyncDispose]: () => Promise.resolve(database.close()),
  };
}

/** What SQLite's own pragmas say of each table, and the text of everything, word by word. */
function show(rows: (sql: string) => readonly Row[]): string {
  const entries = rows(
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' " +
      "ORDER BY type, name",
  );
  const lines = entries.flatMap(({ type, name, tbl_name, sql }) => [
    `${type} ${name} on ${tbl_name}`,
    type === "table" ? `  ${sortedWords(String(sql))}` : `  ${words(String(sql)).join(" ")}`,
    ...(type === "table" ? pragmas(String(name), rows) : []),
  ]);
  return lines.join("\n");
}

function pragmas(table: string, rows: (sql: string) => readonly Row[]): readonly string[] {
  const of = (pragma: string, columns: string) =>
    rows(`SELECT ${columns} FROM ${pragma}(${text(table)})`).map((row) => JSON.stringify(row));
  const indexes = rows(
    `SELECT name, "unique", origin, partial FROM pragma_index_list(${text(table)})`,
  );
  return [
    ...of("pragma_table_list", "type, ncol, wr, strict"),
    // Letter case and blanks mean nothing in a type.
    ...of(
      "pragma_table_xinfo",
      `name, replace(upper(type), ' ', '') AS type, "notnull", dflt_value, pk, hidden`,
    ).sort(),
    ...of("pragma_foreign_key_list", `"table", "from", "to", on_update, on_delete, match`).sort(),
    ...indexes.map(({ name, ...index }) => {
      const parts = rows(
        `SELECT name, desc, coll, key FROM pragma_index_xinfo(${text(String(name))})`,
      );
      const isNamed = index["origin"] === "c";
      return JSON.stringify({ ...(isNamed ? { name } : {}), ...index, parts });
    }).sort(),
  ].map((line) => `  ${line}`);
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

const token = /'(?:[^']|'')*'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|[\w$]+|--[^\n]*|\S/g;

/** The tokens of a statement, without quotes around names, in lower case outside of literals. */
function words(sql: string): readonly string[] {
  return [...sql.matchAll(token)].filter(([all]) => !all.startsWith("--")).map(([all, ...names]) =>
    all.startsWith("'") ? all : (names.find((name) => name !== undefined) ?? all).toLowerCase()
  );
}

/**
 * The words of a table's statement, each once: a constraint of one column may stand at the column or
 * behind all of them, and says so by words that the pragmas' answers make up for.
 */
function sortedWords(sql: string): string {
  const isSaid = (word: string) => !/^(?:[(),]|foreign|primary|key|null)$/.test(word);
  return [...new Set(words(sql).filter(isSaid))].sort().join(" ");
}
