import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { WhimbrelError } from "../core/errors.ts";
import { registerLibrary } from "./library.ts";

/** How one database is migrated. `url` and durations may be `env:NAME`, which comes from the environment. */
export interface DatabaseConfig {
  /** Default: `DATABASE_URL`. */
  readonly url?: string;
  /** The folder of the migrations, from the configuration's folder. Default: `migrations`. */
  readonly dir?: string;
  /** A module (path or package) that default-exports an adapter, for a database of another kind. */
  readonly adapter?: string;
  /** The schema in which unqualified names are made and the tool's tables live (PostgreSQL). */
  readonly schema?: string;
  /** Names of the tool's tables. */
  readonly tables?: {
    /** Default: `whimbrel_migrations`. */
    readonly history?: string;
    /** Default: `whimbrel_journal`. */
    readonly journal?: string;
    /** Default: `whimbrel_control`. */
    readonly control?: string;
    /** Default: {@linkcode DatabaseConfig.schema}. */
    readonly schema?: string;
  };
  /** How long another run is waited for. Default: `60s`. */
  readonly lockTimeout?: string;
  /** How long connecting may take. Default: `10s`. */
  readonly connectTimeout?: string;
  /** What the server is told for the migrations' statements. */
  readonly server?: {
    /** How long a statement waits for a table lock. Default: `3s` on PostgreSQL, `30s` on MySQL. */
    readonly lockTimeout?: string;
    /** How long a statement may run. Default: for ever. */
    readonly statementTimeout?: string;
  };
  /** How often a migration is tried again that failed for a passing cause. Default: 5. */
  readonly retries?: number;
  /** Further settings that only the adapter knows. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The models: a `.sql` file, a snapshot `.json`, or a plugin with its paths. */
  readonly models?: string | ModelsConfig;
  /** A server for shadow databases, by URL. Default: memory, embedded, or the database's own server. */
  readonly shadow?: string;
  /** What `migrate` and `diff` compare. */
  readonly compare?: {
    /** Tables and views, as patterns such as `app_*` or `audit.*`. Default: all. */
    readonly include?: readonly string[];
    /** Those that other tools look after. */
    readonly exclude?: readonly string[];
    /** Schemas that are read from a database (PostgreSQL). Default: those of models and migrations. */
    readonly schemas?: readonly string[];
  };
  /** A file of answers to what `migrate` would ask: `old:new` on each line. */
  readonly renames?: string;
  /** A section for each of these in new migrations. Default: one for all. */
  readonly dialects?: readonly string[];
  /** How new migrations are written. */
  readonly render?: {
    /** Indexes of tables that are there without keeping writers out (PostgreSQL). */
    readonly concurrently?: boolean;
    /** Constraints of tables that are there are validated by a migration of their own (PostgreSQL). */
    readonly notValid?: boolean;
    /** The `ALGORITHM` clause of ALTER TABLE (MySQL): `instant`, `inplace`, `copy`. */
    readonly algorithm?: string;
    /** The `LOCK` clause of ALTER TABLE (MySQL): `none`, `shared`, `exclusive`. */
    readonly lock?: string;
  };
}

/** Where models are and what reads them. Further keys are the plugin's own. */
export interface ModelsConfig {
  /** `drizzle`, `sequelize`, ..., or a module (path or package) that default-exports a plugin. */
  readonly plugin: string;
  /** Files, globs or modules, as the plugin takes them. */
  readonly path?: string | readonly string[];
  /** How long loading may take. Default: `1min`. */
  readonly timeout?: string;
  readonly [option: string]: unknown;
}

/** The configuration: of one database, or of several by name. */
export interface Config extends DatabaseConfig {
  /** Several databases, each with its own folder and history; `--database NAME` chooses. */
  readonly databases?: Readonly<Record<string, DatabaseConfig>>;
  /** False refuses migrations, models and plugins that are code. Default: true. */
  readonly code?: boolean;
  /** How long a script may take between two calls of `op`. Default: `5min`. */
  readonly scriptTimeout?: string;
  /** Names of new files. Default: `{date}_{time}-{revision}_{slug}`. */
  readonly fileName?: string;
}

/** Gives the configuration its type; returns it as it is. */
export function defineConfig(config: Config): Config {
  return config;
}

/** A configuration with the place where it stands. */
export interface LoadedConfig {
  readonly config: Config;
  /** Paths in the configuration start here. */
  readonly root: string;
  /** Undefined where there is no file, and the defaults hold. */
  readonly file: string | undefined;
}

const names = [
  "whimbrel.config.ts",
  "whimbrel.config.mts",
  "whimbrel.config.js",
  "whimbrel.config.mjs",
  "whimbrel.json",
];

/**
 * Finds and checks the configuration of a folder; none at all is a configuration, too.
 *
 * @param path a file that must exist, as `--config` names it.
 * @throws {WhimbrelError} `configuration` for a missing or broken file, an unknown key or a value
 * of the wrong type, with a suggestion.
 */
export async function loadConfig(
  root: string,
  { path, code }: { readonly path?: string; readonly code: boolean },
): Promise<LoadedConfig> {
  const file = path === undefined ? findConfig(root) : resolve(root, path);
  if (file === undefined) return { config: {}, root, file };
  if (!existsSync(file)) {
    throw configError(path ?? file, "it does not exist", "see to the path after --config");
  }
  const { parseConfig } = await import("./config_schema.ts");
  const value = file.endsWith(".json") ? readJson(file) : await importConfig(file, code);
  return { config: parseConfig(value, file), root: dirname(file), file };
}

function findConfig(root: string): string | undefined {
  const found = names.filter((name) => existsSync(join(root, name)));
  if (found.length > 1) {
    throw configError(found[0]!, `"${found[1]}" stands beside it`, "keep one of the two");
  }
  return found.length === 0 ? undefined : join(root, found[0]!);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw configError(file, (cause as Error).message, "mend the JSON", cause);
  }
}

async function importConfig(file: string, code: boolean): Promise<unknown> {
  if (!code) {
    throw configError(
      file,
      "code is switched off (--no-code), and it is code",
      "write the configuration as whimbrel.json",
    );
  }
  await registerLibrary();
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(file).href);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw configError(file, why, "mend the file", cause);
  }
  if (module.default === undefined) {
    throw configError(file, "it has no default export", "write `export default { ... }`");
  }
  return module.default;
}

/** The error of a configuration file, with its place. */
export function configError(
  file: string,
  why: string,
  hint: string,
  cause?: unknown,
): WhimbrelError {
  return new WhimbrelError("configuration", `Cannot use the configuration "${file}": ${why}`, {
    place: { file },
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}
