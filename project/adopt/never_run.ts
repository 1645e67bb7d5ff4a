import type { Dialect } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import type { Schema } from "../../core/schema.ts";
import type { Statement } from "../../core/statement.ts";
import type { AdoptedMigration } from "./history.ts";

/** What a live database is compared with. */
export interface Evidence {
  readonly dialect: Dialect;
  readonly schema: Schema;
}

/** A thing that a migration makes, and how it is called in messages. */
interface Made {
  readonly kind: "table" | "column" | "index";
  readonly name: string;
  readonly shown: string;
}

/**
 * Migrations that cannot have run, by key, with what is missing: nothing of what they make is there,
 * and no later one takes it away or renames it.
 */
export function findNeverRun(
  migrations: readonly AdoptedMigration[],
  { dialect, schema }: Evidence,
): ReadonlyMap<string, string> {
  const live = namesIn(schema);
  const statements = migrations.map(({ upgrade, name }) => splitted(upgrade, dialect, name));
  const found = new Map<string, string>();
  migrations.forEach(({ key }, index) => {
    const made = statements[index]!.flatMap((statement) => madeBy(statement));
    const later = statements.slice(index).flat().map(({ text }) => text).filter((text) =>
      /\b(?:DROP|RENAME|CHANGE)\b/i.test(text)
    );
    const first = made[0];
    if (first === undefined) return;
    const gone = made.every(({ kind, name }) =>
      !live.has(`${kind} ${name}`) &&
      !later.some((text) => wordsOf(text).has(name.slice(name.lastIndexOf(".") + 1)))
    );
    if (gone) found.set(key, first.shown);
  });
  return found;
}

function splitted(
  sql: AdoptedMigration["upgrade"],
  dialect: Dialect,
  file: string,
): readonly Statement[] {
  if (typeof sql !== "string") return [];
  try {
    return [...dialect.split([sql], { file, line: 1 })];
  } catch (error) {
    if (error instanceof WhimbrelError) return [];
    throw error;
  }
}

const word = String.raw`(?:"[^"]+"|\`[^\`]+\`|\[[^\]]+\]|[\w$]+)`;
const path = String.raw`(${word}(?:\.${word})*)`;
const createTable = new RegExp(
  String.raw`^CREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?${path}`,
  "i",
);
const createIndex = new RegExp(
  String
    .raw`^CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?${path}\s+ON`,
  "i",
);
const addColumn = new RegExp(
  String.raw`^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?${path}\s+ADD\s+(?:COLUMN\s+)?` +
    String
      .raw`(?:IF\s+NOT\s+EXISTS\s+)?(?!(?:CONSTRAINT|PRIMARY|UNIQUE|INDEX|KEY|FOREIGN|CHECK|FULLTEXT|SPATIAL)\b)(${word})`,
  "i",
);

function madeBy({ text }: Statement): readonly Made[] {
  const table = createTable.exec(text)?.[1];
  if (table !== undefined) {
    return [{ kind: "table", name: lastOf(table), shown: `the table "${lastOf(table)}"` }];
  }
  const index = createIndex.exec(text)?.[1];
  if (index !== undefined) {
    return [{ kind: "index", name: lastOf(index), shown: `the index "${lastOf(index)}"` }];
  }
  const column = addColumn.exec(text);
  if (column === null) return [];
  const name = `${lastOf(column[1]!)}.${lastOf(column[2]!)}`;
  return [{ kind: "column", name, shown: `the column "${name}"` }];
}

/** The last part of a qualified name, unquoted and in lower case. */
function lastOf(name: string): string {
  const parts = name.match(new RegExp(word, "g")) ?? [name];
  return parts.at(-1)!.replace(/^["`[]|["`\]]$/g, "").toLowerCase();
}

function namesIn(schema: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const table of schema.tables) {
    const own = table.name.toLowerCase();
    names.add(`table ${own}`);
    for (const column of table.columns) names.add(`column ${own}.${column.name.toLowerCase()}`);
    for (const index of table.indexes) names.add(`index ${index.name.toLowerCase()}`);
  }
  return names;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\w$]+/g) ?? []);
}
