import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";
import { findFiles, refusal, runProgram } from "../program.ts";
import { collect } from "./collect.ts";
import { findLibraries, type Wanted } from "./library.ts";
import { recordSync } from "./sync.ts";

/** What the plugin tells this program. */
export interface Input extends Wanted {
  readonly paths: readonly string[];
  readonly call?: string;
  readonly define?: object;
}

/** What this program tells the plugin. */
export interface Output {
  readonly statements: readonly string[];
  readonly notes: readonly string[];
}

await runProgram<Input>(async ({ paths, call, define, ...wanted }): Promise<Output> => {
  const root = process.cwd();
  const files = findFiles(
    paths.length > 0 ? paths.map((path) => indexOf(root, path)) : [usualFile(root)],
    root,
  );
  const libraries = findLibraries(files, wanted);
  const collected = await collect({
    files,
    ...(call === undefined ? {} : { call }),
    ...(define === undefined ? {} : { define }),
  }, libraries).catch(tellCauses);
  const statements: string[] = [];
  const notes: string[] = [];
  for (const each of collected) {
    const synced = await recordSync(each);
    statements.push(...synced.statements);
    notes.push(...synced.notes);
  }
  return { statements, notes };
});

/** Release 7 says where it failed, and why in the cause. */
function tellCauses(error: unknown): never {
  if (error instanceof Error) {
    for (let { cause } = error; cause instanceof Error; { cause } = cause) {
      error.message += ` ${cause.message}`;
    }
  }
  throw error;
}

/** A folder with an index gathers its models by itself, as sequelize-cli writes it. */
function indexOf(root: string, path: string): string {
  const folder = resolve(root, path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return path;
  return ["js", "cjs", "mjs", "ts", "cts", "mts"].map((ending) => join(folder, `index.${ending}`))
    .find((file) => existsSync(file)) ?? path;
}

/** Where sequelize-cli has the models: `models`, or what `.sequelizerc` says. */
function usualFile(root: string): string {
  const settings = join(root, ".sequelizerc");
  const folder = existsSync(settings) ? readSettings(settings)["models-path"] : undefined;
  const path = resolve(root, folder ?? "models");
  if (existsSync(path)) return indexOf(root, path);
  throw refusal(
    `There are no models in "${folder ?? "models"}": set "path" of "models" in the configuration`,
  );
}

/** A CommonJS module without an extension, which not every runtime takes for one. */
function readSettings(file: string): Readonly<Record<string, string | undefined>> {
  const module = { exports: {} };
  const run = new Function(
    "require",
    "module",
    "exports",
    "__dirname",
    "__filename",
    readFileSync(file, "utf8"),
  );
  run(createRequire(file), module, module.exports, resolve(file, ".."), file);
  return module.exports;
}
