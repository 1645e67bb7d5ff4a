import { createHash } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The executable that is measured. */
export const whimbrel: string = fileURLToPath(new URL("../../dist/whimbrel", import.meta.url));

/** Gives a folder to `work`, and removes it behind it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "whimbrel-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a file of a folder and gives its path; folders between are made. */
export function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** A small migration: what it does, and what undoes that. */
export interface SmallMigration {
  readonly upgrade: string;
  readonly downgrade: string;
}

/**
 * The migration with a number: a table and a row in it, in SQL that every database understands. From
 * the number `tables` on it is a row in one of the tables.
 */
export function smallMigration(index: number, tables = Infinity): SmallMigration {
  const table = `bench_${index < tables ? index : index % tables}`;
  if (index >= tables) {
    return {
      upgrade: `INSERT INTO ${table} (id, name) VALUES (${index}, 'next');\n` +
        `UPDATE ${table} SET created = '2026-01-13' WHERE id = ${index};\n`,
      downgrade: `DELETE FROM ${table} WHERE id = ${index};\n`,
    };
  }
  const columns = "id integer PRIMARY KEY, name varchar(40) NOT NULL, created varchar(40)";
  return {
    upgrade: `CREATE TABLE ${table} (${columns});\n` +
      `INSERT INTO ${table} (id, name) VALUES (1, 'first');\n`,
    downgrade: `DROP TABLE ${table};\n`,
  };
}

/** Writes so many {@linkcode smallMigration}s, one the parent of the next, into `migrations/`. */
export function writeMigrations(folder: string, count: number, tables?: number): void {
  for (let index = 0; index < count; index++) {
    const { upgrade, downgrade } = smallMigration(index, tables);
    const parents = index === 0 ? "none" : revision(index - 1);
    const header = `-- revision: ${revision(index)}\n-- parents: ${parents}\n` +
      `-- created: ${created(index).toISOString()}\n`;
    const stamp = created(index).toISOString().replaceAll("-", "").replace("T", "_")
      .replaceAll(":", "").slice(0, 15);
    write(
      folder,
      `migrations/${stamp}-${revision(index)}_step_${index}.sql`,
      `${header}\n-- upgrade\n${upgrade}\n-- downgrade\n${downgrade}`,
    );
  }
}

/** Writes the same migrations in dbmate's form into `dbmate/`. */
export function writeDbmateMigrations(folder: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const { upgrade, downgrade } = smallMigration(index);
    const number = String(20260101000000 + index);
    write(
      folder,
      `dbmate/${number}_step_${index}.sql`,
      `-- migrate:up\n${upgrade}\n-- migrate:down\n${downgrade}`,
    );
  }
}

function revision(index: number): string {
  return createHash("sha256").update(String(index)).digest("hex").slice(0, 12);
}

function created(index: number): Date {
  return new Date(Date.UTC(2026, 0, 1) + index * 60_000);
}

/** The size of the large file. */
export const megabytes = 100;

/** The table of {@linkcode writeInserts}. */
export const largeTable = "CREATE TABLE large (id integer PRIMARY KEY, name text, note text);\n";

/** Writes {@linkcode megabytes} of rows of about 200 bytes, or another size, between two texts. */
export function writeInserts(path: string, before: string, after = "", size = megabytes): void {
  const file = openSync(path, "w");
  writeSync(file, before);
  const note = "it''s a note; with marks -- and all ".repeat(4);
  for (let id = 0, written = 0; written < size * 1e6;) {
    const lines: string[] = [];
    for (const end = id + 5000; id < end; id++) {
      lines.push(`INSERT INTO large (id, name, note) VALUES (${id}, 'name ${id}', '${note}');\n`);
    }
    written += writeSync(file, lines.join(""));
  }
  writeSync(file, after);
  closeSync(file);
}

/** Removes SQLite databases of a folder, with what stands beside them. */
export function removeDatabases(folder: string, ...names: readonly string[]): void {
  for (const name of names) {
    for (const ending of ["", "-journal", "-wal", "-shm"]) {
      rmSync(join(folder, `${name}${ending}`), { force: true });
    }
  }
}

/** The Bun that runs this program, to build what an executable is compared with. */
export const bun: string = process.execPath;
