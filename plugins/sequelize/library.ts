import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { findPackage, refusal } from "../program.ts";

/** A model class, as far as it is used here. */
export interface Model {
  readonly name: string;
  readonly sequelize?: Instance;
  readonly uniqueKeys?: object;
  /** Release 7: by column. */
  readonly modelDefinition?: { readonly columns: ReadonlyMap<string, Attribute> };
  /** Release 6: by column. */
  readonly fieldRawAttributesMap?: Readonly<Record<string, Attribute>>;
  getTableName?(): TableName;
  readonly table?: TableName;
  sync(options: object): Promise<unknown>;
  associate?(models: object): unknown;
  initModel?(sequelize: Instance, types: unknown): unknown;
}

/** A table's name: text where it has no schema. */
export type TableName = string | { readonly tableName: string; readonly schema?: string };

/** A column of a model. */
export interface Attribute {
  readonly field?: string;
  readonly references?: object;
  readonly unique?: unknown;
}

/** An instance of Sequelize, of release 6 or 7. */
export interface Instance {
  readonly dialect: { readonly name: string };
  readonly models: object;
  readonly queryInterface: {
    showIndex: (...input: readonly unknown[]) => Promise<readonly { readonly name: string }[]>;
    changeColumn(table: unknown, column: string, attribute: object, options: object): unknown;
  };
  addModels?(models: readonly unknown[]): void;
  /** Release 7. */
  readonly hooks?: { runAsync(name: string, options: object): Promise<void> };
  /** Release 6. */
  runHooks?(name: string, options: object): Promise<void>;
}

/** A package of Sequelize that models use, taught not to connect. */
export interface Library {
  readonly major: 6 | 7;
  readonly DataTypes: unknown;
  /** All that the models have made so far, in that order. */
  readonly instances: readonly Instance[];
  /** Makes an instance for models that stand without one. */
  create(options: Options): Instance;
  isModel(value: unknown): value is Model;
  /** From now on every statement goes there. */
  record(statements: string[]): void;
}

/** What an instance is made with. */
export type Options = Record<string, unknown>;

/** What instances are made for, whatever the models say. */
export interface Wanted {
  readonly dialect: string;
  /** `PostgreSQL 17.2`, `MariaDB 10.11.18`, where it is known. */
  readonly server?: string;
}

/** The parts of the package's exports that are used. */
interface Exports {
  readonly Sequelize: {
    new (options: Options): Instance;
    readonly prototype: Record<string, unknown>;
    readonly hooks?: { addListener(name: string, listener: (options: Options) => void): void };
    addHook?(name: string, hook: (first: unknown, second: Options) => void): void;
  };
  readonly Model: { readonly prototype: object };
  readonly DataTypes: unknown;
}

/** How models name the package of each release. */
const mentions: Readonly<Record<string, RegExp>> = {
  "sequelize": /["']sequelize(?:-typescript)?["'/]/,
  "@sequelize/core": /["']@sequelize\/core["'/]/,
};

/**
 * The packages of Sequelize that the first of the models' files sees, with every later instance made
 * for the wanted dialect and without connections. Where both releases are installed, and the files
 * name one of them, it is that one.
 *
 * @throws a refusal where there is none.
 */
export function findLibraries(files: readonly string[], wanted: Wanted): readonly Library[] {
  const [file = ""] = files;
  const load = createRequire(file);
  const found = Object.keys(mentions).filter((name) => findPackage(name, file) !== undefined);
  if (found.length === 0) {
    throw refusal(`The package "sequelize" is not installed where "${file}" would find it`);
  }
  // A project that moves from one release to the other has both, and loading takes its time.
  const texts = found.length === 1 ? [] : files.map((each) => readFileSync(each, "utf8"));
  const named = found.filter((name) => texts.some((text) => mentions[name]!.test(text)));
  stubNative(file);
  return (named.length === 1 ? named : found)
    .map((name) => teach(load(name) as Exports, { file, wanted }));
}

function teach(
  { Sequelize, Model, DataTypes }: Exports,
  { file, wanted }: { readonly file: string; readonly wanted: Wanted },
): Library {
  const instances: Instance[] = [];
  const major = Sequelize.hooks === undefined ? 6 : 7;
  let statements: string[] | undefined;
  const query = (sql: unknown, options?: QueryOptions) => {
    const text = typeof sql === "string" ? sql : String((sql as { query?: string }).query ?? "");
    if (changes.test(text)) statements?.push(text.replace(concurrently, "$1 "));
    return Promise.resolve(answerTo(options));
  };
  Sequelize.prototype[major === 6 ? "query" : "queryRaw"] = query;
  Sequelize.prototype["authenticate"] = () => Promise.resolve();
  if (major === 6) {
    Sequelize.addHook!("beforeInit", (_config, options) => adapt6(options, wanted));
    Sequelize.addHook!("afterInit", (made) => void instances.push(disconnect(made as Instance)));
  } else {
    Sequelize.hooks!.addListener("beforeInit", (options) => adapt7(options, { file, wanted }));
    Sequelize.hooks!.addListener(
      "afterInit",
      (made) => void instances.push(disconnect(made as unknown as Instance)),
    );
  }
  return {
    major,
    DataTypes,
    instances,
    create: (options) => new Sequelize({ dialect: wanted.dialect, ...options }),
    isModel: (value): value is Model =>
      typeof value === "function" && value.prototype instanceof (Model as never),
    record: (list) => void (statements = list),
  };
}

/** What makes or changes a schema; sync() also asks questions. */
const changes = /^\s*(?:CREATE|ALTER|DROP|COMMENT|DO)\b/i;

/** An empty database has nobody to wait for, and a script is one transaction. */
const concurrently = /^(\s*CREATE (?:UNIQUE )?INDEX) CONCURRENTLY /i;

interface QueryOptions {
  readonly plain?: boolean;
  readonly type?: string;
}

/** An empty database's answer. */
function answerTo(options: QueryOptions = {}): unknown {
  if (options.plain === true) return null;
  return options.type === undefined || options.type === "RAW" ? [[], { rowCount: 0 }] : [];
}

function adapt6(options: Options, wanted: Wanted): void {
  options["dialect"] = dialectOf(String(options["dialect"]), wanted);
  options["dialectModule"] = {};
  delete options["dialectModulePath"];
  if (wanted.dialect === "sqlite") delete options["timezone"];
  options["logging"] = false;
  options["native"] = false;
  options["replication"] = false;
}

/** Connection options are of another dialect, perhaps, which are then refused. */
function adapt7(
  options: Options,
  { file, wanted }: { readonly file: string; readonly wanted: Wanted },
): void {
  const dialect = dialectOf(nameOfDialect(options["dialect"]), wanted);
  for (const key of Object.keys(options)) if (!kept.has(key)) delete options[key];
  options["dialect"] = loadDialect(dialect, file);
  if (wanted.dialect === "sqlite") {
    delete options["timezone"];
    options["storage"] = ":memory:";
  }
  // Functions that make UUIDs depend on it.
  if (dialect === "postgres") options["databaseVersion"] = releaseOf(wanted.server);
}

/** `17.2.0`; a recent release where it is not known. */
function releaseOf(server = ""): string {
  const [, major = "18", minor = "0"] = /PostgreSQL (\d+)(?:\.(\d+))?/.exec(server) ?? [];
  return `${major}.${minor}.0`;
}

/** The options of an instance of release 7 that say something about models. */
const kept = new Set([
  "define",
  "defaultTimestampPrecision",
  "hooks",
  "keepDefaultTimezone",
  "models",
  "noTypeValidation",
  "nullJsonStringification",
  "omitNull",
  "query",
  "quoteIdentifiers",
  "schema",
  "sync",
  "timezone",
]);

function nameOfDialect(dialect: unknown): string {
  return typeof dialect === "string" ? dialect : String((dialect as { name?: string })?.name);
}

/** MariaDB has a dialect of its own, which the models or the server may choose. */
function dialectOf(written: string, { dialect, server = "" }: Wanted): string {
  if (dialect !== "mysql") return dialect;
  if (/^mariadb/i.test(written)) return "mariadb";
  if (/^mysql/i.test(written)) return "mysql";
  return server.startsWith("MariaDB") ? "mariadb" : "mysql";
}

const dialects: Readonly<Record<string, readonly [packageName: string, className: string]>> = {
  sqlite: ["@sequelize/sqlite3", "SqliteDialect"],
  postgres: ["@sequelize/postgres", "PostgresDialect"],
  mysql: ["@sequelize/mysql", "MySqlDialect"],
  mariadb: ["@sequelize/mariadb", "MariaDbDialect"],
};

function loadDialect(name: string, file: string): unknown {
  const [packageName, className] = dialects[name]!;
  if (findPackage(packageName, file) === undefined) {
    throw refusal(`The database is ${name}: the models need the package "${packageName}" for it`);
  }
  return createRequire(file)(packageName)[className];
}

function disconnect(instance: Instance): Instance {
  const refuse = () => Promise.reject(refusal("The models use a connection while they are loaded"));
  const parts = instance as unknown as {
    pool?: { acquire: unknown };
    connectionManager?: Record<string, unknown>;
    dialect: { connectionManager?: Record<string, unknown> };
  };
  const manager = parts.dialect.connectionManager ?? parts.connectionManager ?? {};
  if (parts.pool !== undefined) parts.pool.acquire = refuse;
  else manager["getConnection"] = refuse;
  manager["_refreshDynamicOIDs"] = manager["refreshDynamicOids"] = () => Promise.resolve();
  return instance;
}

/** SQLite's driver is machine code, which may not have been built here and is not needed. */
function stubNative(file: string): void {
  const dialect = findPackage("@sequelize/sqlite3", file);
  for (const from of [file, ...(dialect === undefined ? [] : [`${dialect}/package.json`])]) {
    const folder = findPackage("sqlite3", from);
    if (folder === undefined) continue;
    const load = createRequire(from);
    const path = load.resolve("sqlite3");
    const stub = { Database: class {}, OPEN_READONLY: 1, OPEN_READWRITE: 2, OPEN_CREATE: 4 };
    load.cache[path] = {
      id: path,
      filename: path,
      path: dirname(path),
      paths: [],
      children: [],
      loaded: true,
      exports: { ...stub, verbose: () => stub },
    } as unknown as NodeJS.Module;
  }
}
