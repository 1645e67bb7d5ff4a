import { sha256 } from "../../core/checksum.ts";
import type { Session } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import {
  type AdoptedHistory,
  type AdoptedMigration,
  type AdoptFinding,
  createdOf,
  type TableRow,
  type TextFile,
} from "./history.ts";
import { readTexts, rowsOrNothing, type Source, type Tool } from "./source.ts";

/** https://orm.drizzle.team/docs/migrations: a journal and files, or since 1.0 a folder for each. */
export const tool: Tool = {
  name: "drizzle",
  title: "drizzle-kit",
  tables: [["__drizzle_migrations"]],
  folders: ["drizzle", "drizzle/migrations", "migrations", "src/db/migrations", "db/migrations"],
  isMigration: (path) => /(?:^|\/)meta\/_journal\.json$|\/migration\.sql$/.test(path),
  async read(source) {
    const files = readTexts(source.folder, (path) => /\.sql$|_journal\.json$/.test(path));
    const rows = await readDrizzleRows(source);
    if (rows === undefined) source.missing();
    return readDrizzle(files, rows ?? [], source.table.join("."));
  },
};

/** On PostgreSQL the table stands in a schema of its own, unless somebody said otherwise. */
async function readDrizzleRows(
  { session, table }: Source,
): Promise<readonly TableRow[] | undefined> {
  const read = (session: Session, name: readonly string[]) =>
    rowsOrNothing(session, `SELECT * FROM ${session.dialect.quote(name)} ORDER BY id`);
  if (table.length > 1 || session.dialect.name !== "postgres") return await read(session, table);
  return await read(session, ["drizzle", ...table]) ?? await read(session, table);
}

/** @param rows of the table in the order in which they were written. */
export function readDrizzle(
  files: readonly TextFile[],
  rows: readonly TableRow[],
  table: string,
): AdoptedHistory {
  const journal = files.find(({ path }) => path.endsWith("meta/_journal.json"));
  const migrations = journal === undefined ? readFolders(files) : readJournal(journal, files);
  const applied = new Set<string>();
  const findings: AdoptFinding[] = [];
  for (const row of rows) {
    const found = migrations.find((one) => isRowOf(row, one));
    if (found === undefined) {
      const what = String(row["name"] ?? row["hash"]);
      findings.push({
        kind: "no_file",
        name: what,
        message: `"${table}" says that ${what.slice(0, 60)} is applied, but it has no file: ` +
          "it is left out",
      });
      continue;
    }
    applied.add(found.migration.key);
    if (!found.hashes.includes(String(row["hash"]))) {
      findings.push({
        kind: "changed",
        name: found.migration.name,
        message: `"${found.migration.name}" was changed after it was applied: ` +
          "it is taken over as it is now",
      });
    }
  }
  return {
    migrations: migrations.map(({ migration }) => migration),
    applied,
    findings,
    latecomers: journal === undefined ? "applies" : "skips",
  };
}

interface DrizzleMigration {
  readonly migration: AdoptedMigration;
  /** Milliseconds of the journal, or of the folder's name. */
  readonly when: number;
  readonly hashes: readonly string[];
}

/**
 * By name since 1.0. By time before, of which a folder's name keeps the seconds, and by content where
 * the journal was written anew.
 */
function isRowOf(row: TableRow, { migration, when, hashes }: DrizzleMigration): boolean {
  const name = row["name"];
  if (typeof name === "string" && name !== "") return name === migration.key;
  const time = Number(row["created_at"]);
  return time === when || hashes.includes(String(row["hash"])) || time - time % 1000 === when;
}

interface Journal {
  readonly entries: readonly { readonly tag: string; readonly when: number }[];
}

function readJournal(journal: TextFile, files: readonly TextFile[]): readonly DrizzleMigration[] {
  const folder = journal.path.slice(0, -"meta/_journal.json".length);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const { entries } = JSON.parse(journal.text) as Journal;
  return entries.map(({ tag, when }) => {
    const text = texts.get(`${folder}${tag}.sql`);
    if (text === undefined) {
      throw new WhimbrelError("usage", `Cannot find "${tag}.sql", which the journal names`, {
        place: { file: journal.path },
        hint: "put the file back (`git checkout`), or take it out of the journal",
      });
    }
    return drizzleMigration(tag, text, { when, created: new Date(when) });
  });
}

function readFolders(files: readonly TextFile[]): readonly DrizzleMigration[] {
  return files.flatMap(({ path, text }) => {
    const name = /(?:^|\/)([^/]+)\/migration\.sql$/.exec(path)?.[1];
    if (name === undefined) return [];
    const created = new Date(createdOf(name) ?? 0);
    return [drizzleMigration(name, text, { when: created.getTime(), created })];
  });
}

function drizzleMigration(
  key: string,
  text: string,
  { when, created }: { readonly when: number; readonly created: Date },
): DrizzleMigration {
  const plain = text.replaceAll("\r\n", "\n");
  return {
    when,
    hashes: [text, plain, plain.replaceAll("\n", "\r\n")].map((one) => sha256(one)),
    migration: {
      ...{ key, name: key, downgrade: undefined, transactional: true },
      created: `${created.toISOString().slice(0, 19)}Z`,
      upgrade: joinStatements(plain),
    },
  };
}

/** Between breakpoints stands one statement, with or without its semicolon. */
function joinStatements(text: string): string {
  return text.split("--> statement-breakpoint")
    .map((part) => part.trim()).filter((part) => part !== "")
    // Behind a comment the semicolon would be a part of it.
    .map((part) => part.endsWith(";") ? part : /--[^\n]*$/.test(part) ? `${part}\n;` : `${part};`)
    .join("\n\n");
}
