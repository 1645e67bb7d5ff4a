import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import {
  findFiles,
  findModule,
  importFile,
  importModels,
  refusal,
  runProgram,
  versionOf,
} from "../program.ts";
import { type Core, cores } from "./core.ts";
import { describeModels } from "./describe.ts";
import type { Input, Models } from "./models.ts";

/** Reads the models that the configuration names, itself or by way of `drizzle.config.ts`. */
async function readModels(input: Input): Promise<Models> {
  const source = await findSource(input);
  const files = findFiles(source.paths, source.folder);
  const [first = input.root] = files;
  const exported: unknown[] = [];
  for (const file of files) exported.push(...Object.values(await importModels(file)));
  const { dialect } = input;
  const spec = cores[dialect];
  if (spec === undefined) throw refusal(`Drizzle has no models for the dialect "${dialect}"`);
  const path = findModule(`drizzle-orm/${spec.module}`, first) ??
    findModule(`drizzle-orm/${spec.module}`, resolve(input.root, "models"));
  if (path === undefined) {
    throw refusal(`Cannot find the package "drizzle-orm" from "${relative(input.root, first)}"`);
  }
  const version = versionOf(path) ?? "0.";
  const core = await importFile(path) as unknown as Core;
  return {
    version,
    files: files.map((file) => relative(input.root, file)),
    tablesFilter: source.tablesFilter,
    schemaFilter: source.schemaFilter,
    ...describeModels(exported, { core, dialect, version, casing: source.casing }),
  };
}

/** Where the models are, and how their names are spelled. */
interface Source {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly casing: string | undefined;
  readonly tablesFilter: readonly string[];
  readonly schemaFilter: readonly string[];
}

const configName = /^drizzle.*\.config\.(?:[cm]?[jt]s|json)$/;

async function findSource(input: Input): Promise<Source> {
  const { root, paths, casing } = input;
  const configs = paths.filter((path) => configName.test(basename(path)));
  const [config = paths.length === 0 ? usualConfig(root) : undefined] = configs;
  if (config === undefined) {
    return { folder: root, paths, casing, tablesFilter: [], schemaFilter: [] };
  }
  if (paths.length > 1) throw refusal(`Name "${config}" or files of models, not both`);
  return await readConfig(config, input);
}

function usualConfig(root: string): string {
  const found = ["ts", "mts", "js", "mjs", "cjs", "json"]
    .map((extension) => `drizzle.config.${extension}`)
    .find((name) => existsSync(resolve(root, name)));
  if (found === undefined) throw refusal("No `path` says where the models are");
  return found;
}

/** What Drizzle's own tool calls the dialects. */
const dialectsOfKit: Readonly<Record<string, string>> = {
  postgresql: "postgres",
  mysql: "mysql",
  sqlite: "sqlite",
  turso: "sqlite",
};

/** https://orm.drizzle.team/docs/drizzle-config-file */
async function readConfig(path: string, { root, dialect, casing }: Input): Promise<Source> {
  const file = resolve(root, path);
  if (!existsSync(file)) throw refusal(`"${path}" names no file`);
  const exports = path.endsWith(".json")
    ? { default: JSON.parse(readFileSync(file, "utf8")) }
    : await importFile(file);
  const whole = exports["default"];
  const config = (whole ?? exports) as Readonly<Record<string, unknown>>;
  const theirs = config["dialect"];
  if (typeof theirs === "string" && (dialectsOfKit[theirs] ?? theirs) !== dialect) {
    throw refusal(`"${path}" is for ${theirs}, the database is for ${dialect}`);
  }
  const paths = listOf(config["schema"]);
  if (paths.length === 0) throw refusal(`"${path}" has no \`schema\``);
  const own = config["casing"];
  const folder = paths.every((each) => isThere(each, root)) ? root : dirname(file);
  return {
    folder,
    paths,
    casing: casing ?? (typeof own === "string" ? own : undefined),
    tablesFilter: listOf(config["tablesFilter"]),
    schemaFilter: listOf(config["schemaFilter"]),
  };
}

/** Paths start where Drizzle's tool is run: at the root, or beside its configuration. */
function isThere(pattern: string, folder: string): boolean {
  const [fixed = ""] = pattern.split(/[*?{[]/);
  const path = fixed === pattern ? pattern : fixed.replace(/[^/\\]*$/, "");
  return existsSync(resolve(folder, path));
}

function listOf(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each): each is string => typeof each === "string");
}

await runProgram(readModels);
