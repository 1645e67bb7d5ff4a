import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { tmpdir } from "node:os";
import type { Column, Schema } from "../../core/schema.ts";
import { openProject } from "../../project/project.ts";
import { type Ran, run as runCommand } from "../cli/run.ts";
import { type ServerName, useServer } from "../servers/mod.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The runtime of the old JavaScript tools. */
export const node = join(root, "node_modules/.bin/node");

/** The runtime with SQLite in it. */
export const bun = join(root, "node_modules/.bin/bun");

/** A folder with a project of another tool and its database; both go with the object. */
export interface OldProject extends AsyncDisposable {
  readonly cwd: string;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Writes files of the project. */
  write(files: Readonly<Record<string, string>>): void;
  /** Runs a program of the old tool's, which must end well, and gives what it printed. */
  tool(command: readonly string[], env?: Readonly<Record<string, string>>): string;
  /** Runs `whimbrel`. */
  whimbrel(...args: readonly string[]): Promise<Ran>;
  /** The tables that both tools make, without those in which they keep their histories. */
  schema(own: readonly string[]): Promise<Schema>;
}

/** Where the project's database is. */
export type Kind = "sqlite" | ServerName;

/**
 * Makes an empty project. The packages of this repository are its packages, too.
 *
 * @param more variables of its environment.
 * @returns undefined where the server cannot be had here.
 */
export async function oldProject(
  kind: Kind,
  more: Readonly<Record<string, string>> = {},
): Promise<OldProject | undefined> {
  const server = kind === "sqlite" ? undefined : await useServer(kind);
  if (kind !== "sqlite" && server === undefined) return undefined;
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "whimbrel-adopt-")));
  symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
  writeFileSync(join(cwd, "package.json"), '{ "type": "commonjs" }');
  const url = await server?.createDatabase() ?? `sqlite://${join(cwd, "app.db")}`;
  const env = { DATABASE_URL: url, ...more };
  const place = { cwd, env: { PATH: process.env["PATH"] ?? "", HOME: cwd, ...env } };
  return {
    ...{ cwd, url, env },
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(cwd, name)), { recursive: true });
        writeFileSync(join(cwd, name), text);
      }
    },
    tool([file, ...words], more = {}) {
      const ended = spawnSync(file!, words, {
        cwd,
        env: { ...place.env, ...more },
        encoding: "utf8",
        timeout: 120_000,
      });
      if (ended.error !== undefined) throw ended.error;
      assert.equal(ended.status, 0, `${ended.stdout}\n${ended.stderr}`);
      return ended.stdout;
    },
    whimbrel: (...args) => runCommand(args, place),
    async schema(own) {
      const project = await openProject({ root: cwd, url, env: {} });
      await using session = await project.connect({ readOnly: true });
      const schema = await (await project.adapter()).introspect(session);
      const isOwn = (name: string) => name.startsWith("whimbrel_") || own.includes(name);
      return {
        ...schema,
        tables: schema.tables.filter(({ name }) => !isOwn(name)),
        sequences: schema.sequences.filter(({ name }) =>
          !own.some((table) => name.startsWith(`${table}_`))
        ),
        objects: schema.objects.filter(({ table }) => table === undefined || !isOwn(table.name)),
      };
    },
    async [Symbol.asyncDispose]() {
      await server?.dropDatabase(url);
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

/** What a test of a whole move needs to know of the old tool. */
export interface Move {
  readonly tool: string;
  readonly kind: Kind;
  /** Tables in which the old tool keeps its history. */
  readonly own: readonly string[];
  /** Words after `whimbrel adopt TOOL`. */
  readonly args?: readonly string[];
  /** Variables of the project's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The words that apply what is pending; default: `upgrade`. */
  readonly upgrade?: readonly string[];
  /** The old tool itself does not keep to one order of columns. */
  readonly anyColumnOrder?: true;
  /** Migrations before the four that the tool brings itself, all of them applied. */
  readonly brought?: number;
  /** Writes the project: four migrations. */
  write(project: OldProject): void;
  /** Applies the first three, or all four, with the old tool. */
  apply(project: OldProject, count: 3 | 4): void;
}

/**
 * Moves a project whose old tool has applied three of four migrations, and compares with one where
 * the old tool applied all of them.
 */
export async function checkMove(move: Move): Promise<void> {
  const { tool, args = [], own, kind, env, upgrade = ["upgrade"] } = move;
  await using moved = await oldProject(kind, env);
  await using left = await oldProject(kind, env);
  if (moved === undefined || left === undefined) return;
  move.write(moved);
  move.apply(moved, 3);
  move.write(left);
  move.apply(left, 4);
  const schemaOf = async (project: OldProject) => ordered(await project.schema(own), move);
  const before = await schemaOf(moved);
  assert.notDeepEqual(before, await schemaOf(left), "the fourth migration changes nothing");

  const dry = await moved.whimbrel("adopt", tool, "--dry-run", ...args);
  assert.equal(dry.code, 0, dry.stderr);
  const { brought = 0 } = move;
  const [all, ready] = [4 + brought, 3 + brought];
  assert.match(dry.stdout, new RegExp(`${all} files to write, ${ready} rows to record`));
  const asked = await moved.whimbrel("adopt", tool, ...args);
  assert.equal(asked.code, 2, "without a terminal it must not go on by itself");

  const adopted = await moved.whimbrel("adopt", tool, "--yes", ...args);
  assert.equal(adopted.code, 0, adopted.stderr);
  const words = `Adopted ${all} migrations .*: ${ready} recorded as applied, 1 pending`;
  assert.match(adopted.stdout, new RegExp(words));
  assert.deepEqual(await standings(moved), [...Array(ready).fill("stamped"), "pending"]);
  assert.deepEqual(await schemaOf(moved), before, "adopting changed the schema");

  const again = await moved.whimbrel("adopt", tool, "--dry-run", ...args);
  assert.match(again.stdout, /0 files to write/);
  const undone = await moved.whimbrel("adopt", "--undo", "--yes");
  assert.equal(undone.code, 0, undone.stderr);
  assert.match(undone.stdout, new RegExp(`Took back ${all} files and ${ready} rows`));
  assert.equal((await moved.whimbrel("adopt", tool, "--yes", ...args)).code, 0);

  const upgraded = await moved.whimbrel(...upgrade);
  assert.equal(upgraded.code, 0, upgraded.stderr);
  assert.match(upgraded.stdout, /Applied 1 migration/);
  assert.deepEqual(await schemaOf(moved), await schemaOf(left));
}

function ordered(schema: Schema, { anyColumnOrder }: Move): Schema {
  if (anyColumnOrder !== true) return schema;
  const byName = (one: Column, other: Column) => one.name < other.name ? -1 : 1;
  return {
    ...schema,
    tables: schema.tables.map((table) => ({ ...table, columns: table.columns.toSorted(byName) })),
  };
}

/** The state of every migration, in the order of `status`. */
export async function standings(project: OldProject): Promise<readonly string[]> {
  const { stdout, stderr } = await project.whimbrel("status", "--json");
  assert.notEqual(stdout, "", stderr);
  const { migrations } = JSON.parse(stdout) as { migrations: readonly { state: string }[] };
  return migrations.map(({ state }) => state);
}
