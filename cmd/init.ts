import { type Command, Option } from "commander";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { WhimbrelError } from "../core/errors.ts";
import { loadConfig, type ModelsConfig } from "../project/config.ts";
import { readEnv } from "../project/env.ts";
import { makeFolder, typesFile, writeNew, writeOver } from "../project/new_file.ts";
import { schemeOf } from "../project/adapter.ts";
import type { Project } from "../project/project.ts";
import { findTools, hasPackage } from "../project/surroundings.ts";
import type { App, GlobalOptions } from "./app.ts";
import { writeTypes } from "./types.ts";

/** `whimbrel init`: writes the configuration and the migrations folder. */
export function define(command: Command, app: () => App): void {
  command
    .addOption(new Option("--format <format>", "of the configuration").choices(["ts", "json"]))
    .addHelpText(
      "after",
      `
The database is --url, else the variable DATABASE_URL, which .env may set. A file that is there
is never written over.

Examples:
  whimbrel init
  whimbrel init --url sqlite://app.db
  whimbrel init --format json --dir db/migrations`,
    )
    .action(() => runInit(app(), command.optsWithGlobals()));
}

/** What `init` may be told. */
export interface InitOptions extends GlobalOptions {
  readonly format?: "ts" | "json";
  /** Where the models are; found by itself where it is absent. */
  readonly models?: ModelsConfig;
}

/** What stands in the new configuration. */
interface Settings {
  readonly url: string;
  /** From the configuration's folder, with `/`. */
  readonly dir: string;
  /** The types from the configuration's folder, where they stand beside the migrations. */
  readonly types: string | undefined;
  /** Undefined where no ORM was found. */
  readonly models: ModelsConfig | string | undefined;
}

/** What happened to a path; `kept` is what was there before. */
interface Change {
  readonly path: string;
  readonly change: "created" | "changed" | "kept";
}

/** Writes the configuration and the migrations folder. */
export async function runInit(app: App, options: InitOptions): Promise<void> {
  const { cwd } = app.io;
  const file = await configFile(app, options);
  const known = existsSync(resolve(cwd, file));
  if (!known) await writeConfig(app, options, file);
  // From here on the configuration says where things are, the one written now or the one found.
  const project = await app.project({ config: file });
  const changes: readonly Change[] = [
    { path: file, change: known ? "kept" : "created" },
    makeMigrations(project),
    ...(hasPackage(cwd) ? [] : [await makeTypes(project)]),
    ...ignoreCache(cwd),
  ];
  const found = findTools(cwd);
  if (app.json) return app.printJson({ changes, found });
  for (const { path, change } of changes) {
    const paint = change === "kept" ? app.colors.dim : app.colors.green;
    app.print(`${paint(change.padEnd(7))} ${path}`);
  }
  if (known && (options.url ?? options.dir) !== undefined) {
    app.say(`${file} was there before, and --url and --dir are not written into it`);
  }
  for (const tool of found) app.say(`found ${tool.file} (${tool.name}): ${tool.note}`);
  sayNext(app, options, { ...project.database, history: found[0]?.history });
}

function makeMigrations({ dir }: Project): Change {
  const path = `${dir.shown}${sep}`;
  const change = existsSync(dir.path) ? "kept" : "created";
  makeFolder(dir.path, path);
  return { path, change };
}

async function makeTypes(project: Project): Promise<Change> {
  const { file, change } = await writeTypes(project);
  return { path: file, change: change === "none" ? "kept" : change };
}

/** The configuration that is there, or the path of the new one. */
async function configFile({ io }: App, { config, code, format }: InitOptions): Promise<string> {
  if (config !== undefined) return config;
  const found = await loadConfig(io.cwd, { code: code ?? true });
  if (found.file !== undefined) return relative(io.cwd, found.file);
  return format === "json" || code === false ? "whimbrel.json" : "whimbrel.config.ts";
}

async function writeConfig(app: App, options: InitOptions, file: string): Promise<void> {
  const { cwd } = app.io;
  const root = dirname(resolve(cwd, file));
  const path = resolve(cwd, options.dir ?? join(root, freeFolder(root)));
  const dir = relative(root, path).replaceAll(sep, posix.sep) || ".";
  const url = await findUrl(app, options);
  const types = hasPackage(cwd)
    ? undefined
    : `${/^\.\.?(?:\/|$)/.test(dir) ? "" : "./"}${dir}/${typesFile}`;
  const write = file.endsWith(".json") ? jsonConfig : scriptConfig;
  const [tool] = findTools(root);
  const models = options.models ??
    (tool !== undefined
      ? { plugin: tool.plugin }
      : existsSync(join(root, plainModels))
      ? plainModels
      : undefined);
  writeNew(resolve(cwd, file), file, write({ url, dir, types, models }));
}

/** Models that need no ORM. */
const plainModels = "schema.sql";

/** Another tool's scripts are no migrations of ours. */
function freeFolder(root: string): string {
  const usual = join(root, "migrations");
  const isTaken = existsSync(usual) && readdirSync(usual).some((name) => {
    if (!/\.[cm]?[jt]s$/.test(name) || name.endsWith(".d.ts")) return false;
    return !/^(?:--|\/\/)\s*revision\s*:/m.test(readFileSync(join(usual, name), "utf8"));
  });
  return isTaken ? "db/migrations" : "migrations";
}

async function findUrl(app: App, { url, envFile }: InitOptions): Promise<string> {
  if (url !== undefined) {
    if (/^[^/]*:\/\/[^/@]*:[^/]+@/.test(url)) {
      throw new WhimbrelError("usage", "Cannot write a password into the configuration", {
        hint: "write DATABASE_URL=... into .env, which stays out of git, then run `whimbrel init`",
      });
    }
    return url;
  }
  const known = readEnv(app.io.env, app.io.cwd, envFile)["DATABASE_URL"];
  if (known !== undefined || !app.io.interactive) return "env:DATABASE_URL";
  const { askText } = await import("./prompt.ts");
  return await askText("Which database? (a URL, or env:NAME for a variable)", "sqlite://app.db");
}

function scriptConfig({ url, dir, types, models }: Settings): string {
  return `${types === undefined ? "" : `/// <reference path="${types}" />\n`}${
    types === undefined ? "" : "\n"
  }import type { Config } from "whimbrel";

export default {
  // The database: postgres://user@host/name, mysql://..., sqlite://file.db, or env:VARIABLE.
  url: ${JSON.stringify(url)},
  // Where the migrations are.
  dir: ${JSON.stringify(dir)},${models === undefined ? "" : modelsLines(models)}
} satisfies Config;
`;
}

function modelsLines(models: ModelsConfig | string): string {
  return `
  // What migrations are made from. Without a path, the plugin reads the ORM's own configuration.
  models: ${JSON.stringify(models).replaceAll(/"(\w+)":/g, " $1: ").replaceAll("}", " }")},`;
}

function jsonConfig({ url, dir, models }: Settings): string {
  const all = { url, dir, ...(models === undefined ? {} : { models }) };
  return `${JSON.stringify(all, undefined, 2)}\n`;
}

/** Keeps what can be made again out of git, where there is a .gitignore. */
function ignoreCache(cwd: string): readonly Change[] {
  const path = join(cwd, ".gitignore");
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  if (/^\/?\.whimbrel\/?\s*$/m.test(text)) return [];
  const end = text === "" || text.endsWith("\n") ? "" : "\n";
  writeOver(path, ".gitignore", `${text}${end}.whimbrel/\n`);
  return [{ path: ".gitignore", change: "changed" }];
}

function sayNext(
  app: App,
  { envFile, url: given }: InitOptions,
  { url: configured = "env:DATABASE_URL", models, history }: Project["database"] & {
    readonly history: string | undefined;
  },
): void {
  const url = given ?? configured;
  const name = url.startsWith("env:") ? url.slice("env:".length) : undefined;
  const value = name === undefined ? url : readEnv(app.io.env, app.io.cwd, envFile)[name];
  if (name !== undefined && (value === undefined || value === "")) {
    app.say(`${name} is not set: export it, or write ${name}=sqlite://app.db into .env`);
  } else if (name !== undefined) {
    const where = app.io.env[name] === undefined ? envFile ?? ".env" : "the environment";
    app.say(`found ${name} in ${where} (${schemeOf(value!) ?? "a path"})`);
  }
  const example = models === undefined
    ? "whimbrel migrate --name create_users --empty"
    : "whimbrel migrate --name init";
  const old = history === undefined
    ? ""
    : `\`whimbrel adopt ${history}\` where it has a history, else `;
  app.say(`next: ${old}\`${example}\`, then \`whimbrel upgrade\``);
}
