import { join } from "node:path";
import { installDbmate } from "./dbmate.ts";
import {
  inFolder,
  largeTable,
  megabytes,
  removeDatabases,
  smallMigration,
  whimbrel,
  write,
  writeDbmateMigrations,
  writeInserts,
  writeMigrations,
} from "./folder.ts";
import {
  type Benchmark,
  compare,
  memoryRow,
  milliseconds,
  peakMemory,
  type Row,
  type Subject,
  timeRow,
} from "./measure.ts";
import { buildEmpty } from "./start.ts";

/** Applying migrations to SQLite and finding nothing to apply, beside dbmate and the sqlite3 shell. */
export const sqlite: Benchmark = {
  name: "sqlite",
  run: async () => [
    ...await inFolder(thousand),
    ...await inFolder(growth),
    ...await inFolder(largeFile),
  ],
};

/** `whimbrel upgrade` on a database of the folder; a new one for every run with `fresh`. */
function upgrade(folder: string, { fresh }: { readonly fresh: boolean }): Subject {
  const name = fresh ? "fresh.db" : "applied.db";
  return {
    command: [whimbrel, "upgrade", "--url", `sqlite:${name}`],
    cwd: folder,
    ...(fresh ? { prepare: () => removeDatabases(folder, name) } : {}),
  };
}

/** The sqlite3 shell on a new database, reading a script. */
function shell(folder: string, script: string): Subject {
  return {
    command: ["sqlite3", "-bail", "shell.db"],
    cwd: folder,
    input: script,
    prepare: () => removeDatabases(folder, "shell.db"),
  };
}

const full = "PRAGMA synchronous = FULL;\n";

async function thousand(folder: string): Promise<readonly Row[]> {
  const count = 1000;
  writeMigrations(folder, count);
  writeDbmateMigrations(folder, count);
  const scripts = Array.from({ length: count }, (_, index) => smallMigration(index).upgrade);
  const each = scripts.map((script) => `BEGIN;\n${script}COMMIT;\n`).join("");
  const eachScript = shell(folder, write(folder, "each.sql", `${full}${each}`));
  const oneScript = shell(
    folder,
    write(folder, "one.sql", `${full}BEGIN;\n${scripts.join("")}COMMIT;\n`),
  );
  const dbmate = dbmateUp(await installDbmate(), folder, "dbmate.db");
  const applied = upgrade(folder, { fresh: false });
  const fresh = upgrade(folder, { fresh: true });

  compare({ applied, dbmate }, 1);
  const nothing = compare({ applied, dbmate }, 21);
  const grouped = compare({ fresh, oneScript }, 9);
  const apart = compare({ fresh, eachScript }, 3);
  const empty = peakMemory({ command: [buildEmpty(folder)] });
  const floor = `, an empty executable: ${empty.toFixed(0)} MB`;
  return [
    timeRow("SQLite: nothing pending, 1,000 applied", nothing.applied, [
      "dbmate, which compares no checksums",
      nothing.dbmate,
    ], 1),
    timeRow("SQLite: 1,000 pending", grouped.fresh, [
      "sqlite3, all in one transaction",
      grouped.oneScript,
    ], 1.5),
    timeRow("SQLite: 1,000 pending", apart.fresh, [
      "sqlite3, a transaction each",
      apart.eachScript,
    ], 1.2),
    memoryRow("SQLite: peak memory, nothing pending", peakMemory(applied), 60, floor),
    memoryRow("SQLite: peak memory, 1,000 pending", peakMemory(fresh), 60, floor),
  ];
}

function dbmateUp(program: string, folder: string, database: string): Subject {
  const words = ["--migrations-dir", "dbmate", "--no-dump-schema", "up"];
  return { command: [program, "--url", `sqlite:${database}`, ...words], cwd: folder };
}

/**
 * Ten times as many migrations must not take much more than ten times as long. They share a hundred
 * tables, because SQLite itself takes fifty times as long to make ten times as many of them.
 */
async function growth(folder: string): Promise<readonly Row[]> {
  const few = join(folder, "few");
  const many = join(folder, "many");
  writeMigrations(few, 1000, 100);
  writeMigrations(many, 10_000, 100);
  const fresh = compare({
    few: upgrade(few, { fresh: true }),
    many: upgrade(many, { fresh: true }),
  }, 3);
  const applied = { few: upgrade(few, { fresh: false }), many: upgrade(many, { fresh: false }) };
  compare(applied, 1);
  const nothing = compare(applied, 5);
  return [
    growthRow("SQLite: applying 10,000", fresh.many, fresh.few),
    growthRow("SQLite: nothing pending, 10,000 applied", nothing.many, nothing.few),
  ];
}

function growthRow(what: string, many: number, few: number): Row {
  const beside = `with 1,000: ${milliseconds(few)}`;
  return { what, ours: milliseconds(many), beside, ratio: many / few, target: 12 };
}

async function largeFile(folder: string): Promise<readonly Row[]> {
  const body = join(folder, "body.sql");
  const migration = join(write(folder, "migrations/.keep", ""), "..", "large.sql");
  writeInserts(migration, largeTable);
  writeInserts(body, `${full}BEGIN;\n${largeTable}`, "COMMIT;\n");
  const ours = upgrade(folder, { fresh: true });
  const times = compare({ ours, theirs: shell(folder, body) }, 1);
  return [
    timeRow(`SQLite: one file of ${megabytes} MB of inserts`, times.ours, [
      "sqlite3, in one transaction",
      times.theirs,
    ], 3),
    memoryRow(`SQLite: peak memory, one file of ${megabytes} MB`, peakMemory(ours), 300, ""),
  ];
}
