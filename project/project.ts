import { relative, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type {
  ActivityWatch,
  Adapter,
  ConnectOptions,
  LockRequest,
  Session,
  StoreTables,
} from "../core/adapter.ts";
import { closest } from "../core/closest.ts";
import { type Migration, scanDirectory } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { buildGraph, type RevisionGraph } from "../core/graph.ts";
import { followReplacements } from "../core/squash.ts";
import { parseDuration } from "../core/migration.ts";
import type { ScriptHost } from "../core/script.ts";
import { findAdapter, loadAdapter } from "./adapter.ts";
import { type Config, type DatabaseConfig, loadConfig } from "./config.ts";
import { type Env, readEnv, resolveValue } from "./env.ts";

/** What the command line or a caller says, over what the configuration says. */
export interface ProjectOptions {
  /** Default: the current folder. */
  readonly root?: string;
  /** A configuration file that must exist. */
  readonly config?: string;
  /** One of the configuration's `databases`. */
  readonly database?: string;
  readonly url?: string;
  /** The folder of the migrations. */
  readonly dir?: string;
  readonly envFile?: string;
  /** False refuses everything that is code. */
  readonly code?: boolean;
  /** Milliseconds to wait for another run. */
  readonly lockTimeout?: number;
  /** Milliseconds for which a server that does not answer yet is asked again. */
  readonly wait?: number;
  /** Default: the environment of the process. */
  readonly env?: Env;
}

/** A database and its migrations, put together from configuration, environment and options. */
export interface Project {
  readonly config: Config;
  readonly database: DatabaseConfig;
  readonly root: string;
  /** Whether there is a configuration file. */
  readonly isConfigured: boolean;
  /** The folder that paths of the command line start at. */
  readonly start: string;
  /** The migrations folder, absolute and as it is shown. */
  readonly dir: { readonly path: string; readonly shown: string };
  readonly tables: StoreTables;
  readonly env: Env;
  /** False where code is switched off. */
  readonly code: boolean;
  /** Milliseconds. */
  readonly lockTimeout: number;
  readonly retries: number;
  /** Reads the folder, once. */
  migrations(): readonly Migration[];
  /** Reads the folder in portions, between which a server's answers are taken. */
  scan(): Promise<void>;
  /** Undefined where code is switched off. */
  scripts(): Promise<ScriptHost | undefined>;
  graph(): RevisionGraph<Migration>;
  /** The adapter that the URL asks for, loaded once. */
  adapter(): Promise<Adapter>;
  /** Whether a database is named. */
  hasUrl(): boolean;
  /** The value of a setting, which may be `env:NAME`. */
  resolve(value: string, key: string): string;
  /** The adapter of another URL, or of a dialect by its name. */
  adapterOf(urlOrDialect: string): Promise<Adapter>;
  /** How the database, or the one of another URL, is reached. */
  connectOptions(access: Access, url?: string): ConnectOptions;
  /** @throws {WhimbrelError} `connection`, `configuration` or `preflight`. */
  connect(access: Access): Promise<Session>;
  /** Watches another connection's statement; undefined where the database cannot tell. */
  watch(backend: string): Promise<ActivityWatch | undefined>;
}

/** What a connection is for. */
export interface Access {
  readonly readOnly: boolean;
  readonly signal?: AbortSignal;
  /** Told where even reading has to wait for another run. */
  readonly onWait?: LockRequest["onWait"];
}

const defaultLockTimeout = 60_000;
const defaultConnectTimeout = 10_000;
const defaultScriptTimeout = 300_000;
const defaultRetries = 5;
/** About a millisecond's work. */
const filesAtOnce = 64;

/** Puts a project together; reads the configuration, but neither folder nor database yet. */
export async function openProject(options: ProjectOptions = {}): Promise<Project> {
  const start = resolve(options.root ?? process.cwd());
  const env = readEnv(options.env ?? process.env, start, options.envFile);
  const { config, root, file } = await loadConfig(start, {
    ...(options.config === undefined ? {} : { path: options.config }),
    code: options.code ?? true,
  });
  const code = (options.code ?? true) && (config.code ?? true);
  const { database, name } = chooseDatabase(config, options.database);
  const path = options.dir === undefined
    ? resolve(root, database.dir ?? (name === undefined ? "migrations" : `migrations/${name}`))
    : resolve(start, options.dir);
  const scan = scanDirectory({ path, shown: shownPath(path, start) });
  const migrations = once(() => followReplacements(scan.all()));
  const found = once(() => findUrl(options, database, env));
  const adapter = once(() => loadAdapter(found().url, database, { root, code }));
  const scripts = once(async () => {
    if (!code) return undefined;
    const { createScriptHost } = await import("./script_host.ts");
    return createScriptHost({
      timeout: duration(config.scriptTimeout, env) ?? defaultScriptTimeout,
    });
  });
  const lockTimeout = options.lockTimeout ?? duration(database.lockTimeout, env) ??
    defaultLockTimeout;
  const connectOptions = (
    { readOnly, signal, onWait = () => {} }: Access,
    other?: string,
  ): ConnectOptions => ({
    url: other ?? found().url,
    folder: other === undefined && found().isOfFile ? root : start,
    ...(database.schema === undefined ? {} : { schema: database.schema }),
    connectTimeout: duration(database.connectTimeout, env) ?? defaultConnectTimeout,
    ...serverLimits(database, env),
    readOnly,
    settings: database.settings ?? {},
    env,
    waiting: { timeout: lockTimeout, onWait },
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    config,
    database,
    root,
    isConfigured: file !== undefined,
    start,
    dir: { path, shown: shownPath(path, start) },
    tables: storeTables(database),
    env,
    code,
    lockTimeout,
    retries: database.retries ?? defaultRetries,
    migrations,
    scan: async () => {
      while (scan.next(filesAtOnce)) await setImmediate();
    },
    scripts,
    graph: once(() => buildGraph(migrations())),
    adapter,
    hasUrl: () => hasValue(options.url ?? database.url ?? env["DATABASE_URL"], env),
    resolve: (value, key) => resolveValue(value, env, key),
    adapterOf: async (urlOrDialect) => await findAdapter(urlOrDialect),
    connectOptions,
    connect: async (access) =>
      await connectWaiting(await adapter(), options.wait ?? 0, connectOptions(access)),
    watch: async (backend) =>
      await (await adapter()).watch?.(connectOptions({ readOnly: true }), backend),
  };
}

function chooseDatabase(
  config: Config,
  wanted: string | undefined,
): { readonly database: DatabaseConfig; readonly name: string | undefined } {
  const { databases } = config;
  const known = Object.keys(databases ?? {});
  if (wanted === undefined) {
    if (known.length === 0) return { database: config, name: undefined };
    if (known.length === 1) {
      return { database: { ...config, ...databases![known[0]!] }, name: known[0] };
    }
    throw new WhimbrelError("usage", "Cannot choose a database: the configuration has several", {
      notes: known.map((name) => `database: ${name}`),
      hint: `say which with --database ${known[0]}`,
    });
  }
  const chosen = databases?.[wanted];
  if (chosen !== undefined) return { database: { ...config, ...chosen }, name: wanted };
  const [near] = closest(wanted, known, (name) => [name]);
  throw new WhimbrelError("usage", `The configuration has no database "${wanted}"`, {
    notes: known.map((name) => `database: ${name}`),
    hint: near !== undefined
      ? `did you mean --database ${near}?`
      : known.length > 0
      ? "name one of these, or add it under `databases`"
      : "leave it out: there is one database here; several are named under `databases`",
  });
}

interface FoundUrl {
  readonly url: string;
  /** It stands in the configuration, whose paths start at its folder. */
  readonly isOfFile: boolean;
}

function findUrl(options: ProjectOptions, database: DatabaseConfig, env: Env): FoundUrl {
  const said = options.url ?? database.url ?? env["DATABASE_URL"];
  if (said !== undefined && said !== "") {
    const url = resolveValue(said, env, "url");
    return { url, isOfFile: options.url === undefined && url === database.url };
  }
  throw new WhimbrelError("configuration", "No database is named", {
    hint: "set DATABASE_URL (sqlite://app.db, postgres://user@host/db, ...), also in .env, " +
      "or run `whimbrel init`",
  });
}

/** Whether a setting says something, also by a variable. */
function hasValue(value: string | undefined, env: Env): boolean {
  const said = value?.startsWith("env:") === true ? env[value.slice("env:".length)] : value;
  return said !== undefined && said !== "";
}

function storeTables({ tables = {}, schema }: DatabaseConfig): StoreTables {
  const namespace = tables.schema ?? schema;
  const qualify = (name: string) => namespace === undefined ? [name] : [namespace, name];
  return {
    history: qualify(tables.history ?? "whimbrel_migrations"),
    journal: qualify(tables.journal ?? "whimbrel_journal"),
    control: qualify(tables.control ?? "whimbrel_control"),
  };
}

function serverLimits(
  { server }: DatabaseConfig,
  env: Env,
): Pick<ConnectOptions, "lockTimeout" | "statementTimeout"> {
  const lockTimeout = duration(server?.lockTimeout, env);
  const statementTimeout = duration(server?.statementTimeout, env);
  return {
    ...(lockTimeout === undefined ? {} : { lockTimeout }),
    ...(statementTimeout === undefined ? {} : { statementTimeout }),
  };
}

function duration(text: string | undefined, env: Env): number | undefined {
  if (text === undefined) return undefined;
  const value = resolveValue(text, env, "duration");
  const milliseconds = parseDuration(value);
  if (milliseconds !== undefined) return milliseconds;
  throw new WhimbrelError("configuration", `"${value}" is no duration`, {
    hint: "write it like 500ms, 30s or 5min",
  });
}

/** Asks again while the server is still starting. */
async function connectWaiting(
  adapter: Adapter,
  wait: number,
  options: ConnectOptions,
): Promise<Session> {
  const deadline = performance.now() + wait;
  for (let pause = 100;; pause = Math.min(1000, 2 * pause)) {
    try {
      return await adapter.connect(options);
    } catch (error) {
      const again = error instanceof WhimbrelError && error.code === "connection" &&
        performance.now() + pause <= deadline && options.signal?.aborted !== true;
      if (!again) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function shownPath(path: string, from: string): string {
  const short = relative(from, path);
  return short === "" ? "." : short.startsWith("..") ? path : short;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
