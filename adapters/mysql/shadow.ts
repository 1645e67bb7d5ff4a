import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import {
  type ConnectOptions,
  type Row,
  type Shadow,
  type ShadowOptions,
  StatementError,
} from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { generated } from "../../core/statement.ts";
import { lexicalRules } from "./lexer.ts";
import { relocate, type Relocation } from "./relocate.ts";
import { text } from "./row.ts";
import { connect, type MysqlSession } from "./session.ts";
import { parseUrl } from "./url.ts";

/** What the names of scratch databases begin with, those that a person made included. */
const prefix = "whimbrel_shadow";

/** Milliseconds. */
const usualConnectTimeout = 10_000;

/** What of a server decides what a schema made there looks like. */
interface ServerTraits {
  readonly identity: string;
  readonly characterSet: string;
  readonly collation: string;
  readonly modes: ReadonlySet<string>;
}

/**
 * A scratch database on the server of `shadow` in the configuration, else on the project's own. It is
 * dropped at the end, and by the next run where a run was killed.
 *
 * @throws {WhimbrelError} `shadow`.
 */
export async function shadow({ url, target, signal }: ShadowOptions): Promise<Shadow> {
  const options = optionsOf(url, target, signal);
  // Holds a lock of the server for as long as this run lives, by which others know that it does.
  const keeper = await reach(options);
  let name: string | undefined;
  let isMade = false;
  let current: MysqlSession | undefined;
  const close = async () => {
    await current?.[Symbol.asyncDispose]();
    current = undefined;
  };
  const traits = await traitsOf(keeper);
  const named = keeper.facts.database.startsWith(prefix) ? keeper.facts.database : undefined;
  return {
    identity: traits.identity,
    dialect: keeper.dialect,
    async open() {
      await close();
      name ??= named === undefined ? await newName(keeper) : await claim(keeper, named);
      await makeEmpty(keeper, name, traits);
      isMade = true;
      current = await reach({ ...options, url: withDatabase(options.url, name) });
      const own = [options, ...target === undefined ? [] : [target]].map(databaseOf);
      return surround(current, await relocationOf(current, { own, modes: traits.modes }));
    },
    async [Symbol.asyncDispose]() {
      if (!keeper.usable) return;
      try {
        await close();
        if (name === undefined || !isMade) return;
        if (named === undefined) await drop(keeper, name);
        else await makeEmpty(keeper, named, traits);
      } finally {
        await keeper[Symbol.asyncDispose]();
      }
    },
  };
}

function optionsOf(
  url: string | undefined,
  target: ConnectOptions | undefined,
  signal: AbortSignal | undefined,
): ConnectOptions {
  const interrupt = signal === undefined ? {} : { signal };
  if (url !== undefined) {
    const { connectTimeout = usualConnectTimeout, env = {} } = target ?? {};
    return { url, connectTimeout, readOnly: false, settings: {}, env, ...interrupt };
  }
  if (target !== undefined) return { ...target, readOnly: false, ...interrupt };
  throw new WhimbrelError("shadow", "There is no server on which to make a scratch database", {
    hint:
      'name one with "shadow" in the configuration: "mysql://user:password@host/whimbrel_shadow"',
  });
}

/** Connects for the shadow, and says so where that fails. */
async function reach(options: ConnectOptions): Promise<MysqlSession> {
  try {
    return await connect(options);
  } catch (cause) {
    if (!(cause instanceof WhimbrelError) || cause.code === "interrupted") throw cause;
    throw new WhimbrelError("shadow", cause.message, {
      notes: [...cause.notes, "the shadow is a scratch database on a server"],
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
      ...(cause.serverCode === undefined ? {} : { serverCode: cause.serverCode }),
      cause,
    });
  }
}

function databaseOf({ url, env, settings }: ConnectOptions): string {
  return parseUrl(url, { env, settings, exists: existsSync }).database;
}

function withDatabase(url: string, database: string): string {
  return url.replace(/^([^:]+:\/\/[^/?#]*)\/[^?#]*/, (_, start) => `${start}/${database}`);
}

async function traitsOf(keeper: MysqlSession): Promise<ServerTraits> {
  const [row] = await keeper.query(
    "SELECT VERSION() AS version, @@character_set_database AS charset, " +
      "@@collation_database AS collation, @@GLOBAL.sql_mode AS modes, " +
      "@@default_storage_engine AS engine, @@lower_case_table_names AS lower_case, " +
      "@@explicit_defaults_for_timestamp AS explicit",
  );
  const modes = text(row, "modes") ?? "";
  const collation = text(row, "collation")!;
  return {
    identity: `${keeper.server} (${text(row, "version")}, ${collation}, ${text(row, "engine")}, ` +
      `${text(row, "lower_case")}, ${text(row, "explicit")}, sql_mode=${modes})`,
    characterSet: text(row, "charset")!,
    collation,
    modes: new Set(modes.split(",")),
  };
}

/** A name that tells when it was made, claimed before there is a database of it. */
async function newName(keeper: MysqlSession): Promise<string> {
  await sweep(keeper);
  const seconds = Math.floor(Date.now() / 1000).toString(16).padStart(8, "0");
  return await claim(keeper, `${prefix}_${seconds}_${randomBytes(6).toString("hex")}`);
}

/** Takes the lock that says that a run uses the database. */
async function claim(keeper: MysqlSession, name: string): Promise<string> {
  if (await take(keeper, name)) return name;
  throw new WhimbrelError("shadow", `Another run uses the scratch database "${name}"`, {
    hint: 'wait until it is done, or let "shadow" name another database for each',
  });
}

async function take(keeper: MysqlSession, name: string): Promise<boolean> {
  const [row] = await keeper.query(`SELECT GET_LOCK('${name}', 0) AS taken`);
  return Number(row?.["taken"]) === 1;
}

async function makeEmpty(
  keeper: MysqlSession,
  name: string,
  { characterSet, collation }: ServerTraits,
): Promise<void> {
  const { quote } = keeper.dialect;
  try {
    await drop(keeper, name);
    await keeper.run([
      generated(
        `CREATE DATABASE ${quote(name)} CHARACTER SET ${characterSet} COLLATE ${collation}`,
      ),
    ]);
  } catch (cause) {
    if (!(cause instanceof StatementError) || cause.connectionLost) throw cause;
    throw new WhimbrelError("shadow", `Cannot make a scratch database: ${cause.message}`, {
      ...(cause.serverCode === undefined ? {} : { serverCode: cause.serverCode }),
      notes: [`on the server of ${keeper.database}`],
      hint: missingRights.has(cause.serverCode ?? "")
        ? `let an administrator run GRANT ALL ON \`${prefix.replaceAll("_", "\\_")}\\_%\`.* TO ` +
          `${await accountOf(keeper)}, or name another server with "shadow" in the configuration`
        : 'name another server with "shadow" in the configuration',
      cause,
    });
  }
}

/** https://dev.mysql.com/doc/mysql-errors/9.4/en/server-error-reference.html */
const missingRights: ReadonlySet<string> = new Set(["1044", "1045", "1142", "1227"]);

async function accountOf(keeper: MysqlSession): Promise<string> {
  const [row] = await keeper.query("SELECT CURRENT_USER() AS account");
  const [user = "", host = "%"] = (text(row, "account") ?? "").split(/@(?=[^@]*$)/);
  return `'${user}'@'${host}'`;
}

async function drop(keeper: MysqlSession, name: string): Promise<void> {
  await keeper.run([generated(`DROP DATABASE IF EXISTS ${keeper.dialect.quote(name)}`)]);
}

/** Seconds after which a database is taken for left over where not every run can be seen. */
const longest = 3600;

/**
 * Drops what runs that were killed left behind: databases whose lock nobody holds and to which nobody
 * is connected. The locks of other nodes of a cluster are not seen, so that there only old ones go.
 */
async function sweep(keeper: MysqlSession): Promise<void> {
  if (keeper.facts.throughProxy) return;
  const [databases = [], [cluster] = []] = await keeper.run([
    generated(
      "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA " +
        "WHERE SCHEMA_NAME LIKE 'whimbrel%shadow%' AND SCHEMA_NAME NOT IN " +
        "(SELECT DB FROM information_schema.PROCESSLIST WHERE DB IS NOT NULL)",
    ),
    generated("SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'"),
  ]);
  const isCluster = Number(cluster?.["Value"] ?? 0) > 1;
  const now = Date.now() / 1000;
  for (const row of databases) {
    const name = text(row, "name")!;
    const [, made] = new RegExp(`^${prefix}_([0-9a-f]{8})_[0-9a-f]{12}$`).exec(name) ?? [];
    if (made === undefined || isCluster && now - parseInt(made, 16) < longest) continue;
    if (!await take(keeper, name)) continue;
    await drop(keeper, name).catch((error) => {
      if (!(error instanceof StatementError) || error.connectionLost) throw error;
    });
    await keeper.query(`SELECT RELEASE_LOCK('${name}')`);
  }
}

/** What the server tells of itself, in which nothing can be changed. */
const readable = ["information_schema", "performance_schema", "sys"];

async function relocationOf(
  session: MysqlSession,
  { own, modes }: { readonly own: readonly string[]; readonly modes: ReadonlySet<string> },
): Promise<Relocation> {
  const rows = await session.query("SHOW DATABASES");
  const all = rows.map((row) => String(Object.values(row)[0]));
  const { database, isMariadb } = session.facts;
  return {
    own: new Set(own),
    scratch: database,
    others: new Set(all.filter((name) => name !== database && !readable.includes(name))),
    rules: lexicalRules({
      mariadb: isMariadb,
      ansiQuotes: modes.has("ANSI_QUOTES"),
      noBackslashEscapes: modes.has("NO_BACKSLASH_ESCAPES"),
      oracle: modes.has("ORACLE"),
    }),
    quote: (name) => session.dialect.quote(name),
  };
}

/** A session whose statements stay in the scratch database. */
function surround(session: MysqlSession, relocation: Relocation): MysqlSession {
  return {
    dialect: session.dialect,
    facts: session.facts,
    spelling: session.spelling,
    server: session.server,
    database: session.database,
    attempt: session.attempt,
    async run(statements) {
      const moved = statements.map((statement) => {
        const text = relocate(statement.text, relocation);
        // A statement that does nothing keeps the places of the others.
        return { ...statement, text: text ?? "DO 0" };
      });
      return await session.run(moved);
    },
    async query(sql, parameters): Promise<readonly Row[]> {
      const moved = relocate(sql, relocation);
      return moved === undefined ? [] : await session.query(moved, parameters);
    },
    cancel: () => session.cancel(),
    get usable() {
      return session.usable;
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}
