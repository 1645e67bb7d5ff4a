import { existsSync } from "node:fs";
import {
  type ConnectOptions,
  type Session,
  StatementError,
  type Value,
} from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { tokenize } from "../../core/lexer.ts";
import { pause, retryDelay } from "../../core/retry.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { type DriverError, openWire, type Wire, type WireLimits } from "./connect.ts";
import { explainConnectError, placeOf } from "./connect_error.ts";
import { createDialect, createSpelling, limitAssignments } from "./dialect.ts";
import { lexicalRules } from "./lexer.ts";
import { createRunner, type Outcome } from "./run.ts";
import { tlsSettings } from "./tls.ts";
import type { Spelling, TableDefaults } from "./spelling.ts";
import { type MysqlTarget, parseUrl } from "./url.ts";

/** What is known of a server since the connection was made. */
export interface ServerFacts {
  readonly isMariadb: boolean;
  /** As numbers: `[10, 11, 19]`. */
  readonly release: readonly [number, number, number];
  /** `CONNECTION_ID()`: what KILL takes. */
  readonly connectionId: string;
  /** The greeting came from somebody else than the server that runs the statements. */
  readonly throughProxy: boolean;
  /** The database in use, in the letter case in which the server compares names. */
  readonly database: string;
  /** The largest request in bytes that the server takes. */
  readonly maxPacket: number;
  /** A lock timeout takes back the whole transaction (`innodb_rollback_on_timeout`). */
  readonly rollbackOnTimeout: boolean;
  /** What a new table of the database is made with. */
  readonly tableDefaults: TableDefaults;
}

/** A session of this adapter, which knows its server. */
export interface MysqlSession extends Session {
  readonly facts: ServerFacts;
  /** How this server's definitions are written. */
  readonly spelling: Spelling;
  /** Like {@linkcode Session.run}, but gives the rows before a failure, too. */
  attempt(statements: readonly Statement[]): Promise<Outcome>;
}

/** Milliseconds for which a statement waits for a lock where nobody says otherwise. */
const defaultLockTimeout = 30_000;

/** Milliseconds for a side connection, whose server is known to answer. */
const sideTimeout = 5000;

/**
 * Connects and prepares the session in one round trip: utf8mb4, the server's own `sql_mode`,
 * foreign keys on, limits on locks.
 *
 * Integers beyond 2^53 come as `bigint`, decimals, dates, times and JSON as text, `binary` as bytes.
 *
 * @throws {WhimbrelError} `configuration` for a URL that cannot be used, else `connection`.
 */
export async function connect(options: ConnectOptions): Promise<MysqlSession> {
  const { url, env, settings, signal } = options;
  const target = parseUrl(url, { env, settings, exists: existsSync });
  const timeout = target.connectTimeout ?? options.connectTimeout;
  const limits = { timeout, ...(signal === undefined ? {} : { signal }) };
  for (let attempt = 1;; attempt++) {
    signal?.throwIfAborted();
    try {
      return await logIn(target, limits, options);
    } catch (error) {
      // Nothing was done yet, so that a connection which breaks is simply made again.
      if (attempt === attempts || !isLoss(error)) throw error;
      await pause(retryDelay(attempt), signal);
    }
  }
}

/** How often a connection that breaks before it can be used is made. */
const attempts = 3;

function isLoss(error: unknown): boolean {
  const { code, sqlState } = (error as Error).cause as DriverError | undefined ?? {};
  return sqlState === undefined && code !== undefined && lossCodes.has(code);
}

const lossCodes: ReadonlySet<string> = new Set(["PROTOCOL_CONNECTION_LOST", "ECONNRESET", "EPIPE"]);

async function logIn(
  target: MysqlTarget,
  limits: Omit<WireLimits, "tls">,
  options: ConnectOptions,
): Promise<MysqlSession> {
  const wire = await openChosen(target, limits);
  try {
    const { facts, modes } = await setUp(wire, target, options);
    return createSession(wire, { target, facts, modes, options });
  } catch (error) {
    await wire.close();
    throw error;
  }
}

/** A session that is known to come from {@linkcode connect}. */
export function own(session: Session): MysqlSession {
  if ("facts" in session) return session as MysqlSession;
  throw new TypeError("The session is not one of the MySQL adapter");
}

/** Tries again where the mode leaves a choice that only the server's answer decides. */
async function openChosen(
  target: MysqlTarget,
  limits: Omit<WireLimits, "tls">,
): Promise<Wire> {
  const { tls } = target;
  const open = (mode: typeof tls.mode) =>
    openWire(target, { ...limits, tls: tlsSettings({ ...tls, mode }, target.host) });
  try {
    return await open(tls.mode);
  } catch (cause) {
    limits.signal?.throwIfAborted();
    const error = cause as DriverError;
    const inTheClear = tls.mode === "preferred" && error.code === "HANDSHAKE_NO_SSL_SUPPORT";
    const encrypted = tls.mode === "disabled" && !tls.explicit && error.errno === 3159;
    if (cause instanceof WhimbrelError) throw cause;
    if (!inTheClear && !encrypted) throw explainConnectError(error, target);
    return await open(inTheClear ? "disabled" : "required").catch((again) => {
      throw again instanceof WhimbrelError ? again : explainConnectError(again, target);
    });
  }
}

async function setUp(
  wire: Wire,
  target: MysqlTarget,
  { lockTimeout = defaultLockTimeout, statementTimeout, readOnly }: ConnectOptions,
): Promise<{ readonly facts: ServerFacts; readonly modes: ReadonlySet<string> }> {
  // A server may be set to end idle sessions, and the lock with them, within seconds.
  const settings = [
    "NAMES utf8mb4",
    "@@SESSION.autocommit = 1",
    "@@SESSION.sql_mode = @@GLOBAL.sql_mode",
    "@@SESSION.wait_timeout = 86400",
    "@@SESSION.foreign_key_checks = 1",
    "@@SESSION.unique_checks = 1",
    limitAssignments({ lockTimeout, statementTimeout }),
  ];
  const { results, failure } = await wire.send([
    `SET ${settings.join(", ")}`,
    `SET SESSION TRANSACTION READ ${readOnly ? "ONLY" : "WRITE"}`,
    "SELECT VERSION() AS version, CAST(CONNECTION_ID() AS CHAR) AS id, DATABASE() AS name, " +
    "@@SESSION.sql_mode AS modes, @@max_allowed_packet AS packet, " +
    "@@lower_case_table_names AS lower_case, @@innodb_rollback_on_timeout AS rollback_all, " +
    "@@collation_database AS collation, @@default_storage_engine AS engine",
  ].join(";\n"));
  if (failure !== undefined) throw explainConnectError(failure.cause as DriverError, target);
  const row = results[2]!.rows![0]!;
  const id = String(row["id"]);
  const name = String(row["name"]);
  return {
    modes: new Set(String(row["modes"]).split(",")),
    facts: {
      isMariadb: wire.isMariadb,
      release: releaseOf(String(row["version"])),
      connectionId: id,
      // The handshake has room for the lower 32 bits.
      throughProxy: BigInt.asUintN(32, BigInt(id)) !== BigInt.asUintN(32, BigInt(wire.threadId)),
      database: Number(row["lower_case"]) === 0 ? name : name.toLowerCase(),
      maxPacket: Number(row["packet"]),
      rollbackOnTimeout: Number(row["rollback_all"]) === 1,
      tableDefaults: { engine: String(row["engine"]), collation: String(row["collation"]) },
    },
  };
}

/** MariaDB puts `5.5.5-` before its release where old replicas could not read a two-digit one. */
function releaseOf(version: string): readonly [number, number, number] {
  const [, major, minor, patch] = /^(?:5\.5\.5-)?(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major ?? 0), Number(minor ?? 0), Number(patch ?? 0)];
}

interface SessionParts {
  readonly target: MysqlTarget;
  readonly facts: ServerFacts;
  readonly modes: ReadonlySet<string>;
  readonly options: ConnectOptions;
}

function createSession(
  wire: Wire,
  { target, facts, modes, options }: SessionParts,
): MysqlSession {
  const { isMariadb, release: [major, minor, patch], connectionId } = facts;
  const lexical = {
    mariadb: isMariadb,
    ansiQuotes: modes.has("ANSI_QUOTES"),
    noBackslashEscapes: modes.has("NO_BACKSLASH_ESCAPES"),
    oracle: modes.has("ORACLE"),
  };
  const dialectOptions = {
    ...lexical,
    emptyStringIsNull: modes.has("EMPTY_STRING_IS_NULL"),
    cutsValues: !modes.has("STRICT_ALL_TABLES") && !modes.has("STRICT_TRANS_TABLES"),
    tableDefaults: facts.tableDefaults,
    atomicDdl: isMariadb ? major > 10 || major === 10 && minor >= 6 : major >= 8,
    limits: {
      lockTimeout: options.lockTimeout ?? defaultLockTimeout,
      statementTimeout: options.statementTimeout,
    },
  };
  const dialect = createDialect(dialectOptions);
  const rules = lexicalRules(lexical);
  const attempt = createRunner(wire, { facts, dialect });
  const run: Session["run"] = async (statements) => {
    const { rows, error } = await attempt(statements);
    if (error !== undefined) throw error;
    return rows;
  };
  return {
    dialect,
    facts,
    spelling: createSpelling(dialectOptions),
    server: `${isMariadb ? "MariaDB" : "MySQL"} ${major}.${minor}.${patch}`,
    database: `${target.database} on ${placeOf(target)}`,
    attempt,
    run,
    async query(sql, parameters = []) {
      const bound = bind(sql, { parameters, rules, literal: dialect.literal });
      const [rows = []] = await run([generated(bound)]);
      return rows;
    },
    async cancel() {
      if (!wire.busy) return;
      const side = await openChosen(target, { timeout: sideTimeout });
      try {
        // By now the statement may have ended; the server ignores a KILL QUERY of an idle session.
        if (wire.busy) await side.send(`KILL QUERY ${connectionId}`);
        await untilAnswered(wire, side, connectionId);
      } finally {
        await side.close();
      }
    },
    get usable() {
      return wire.lost === undefined;
    },
    [Symbol.asyncDispose]: () => wire.close(),
  };
}

/** Milliseconds between two looks at a connection whose statement was interrupted. */
const lookTime = 500;

/**
 * Waits until an interrupted request is answered. A server that is interrupted between two
 * statements of a request leaves out the rest without a word (seen on MySQL 9.7): where it waits for
 * the next request while we wait for the answer to this one, there is none, and the connection is
 * given up.
 */
async function untilAnswered(wire: Wire, side: Wire, connectionId: string): Promise<void> {
  const { requests } = wire;
  let idle = false;
  while (wire.busy && wire.requests === requests) {
    await pause(lookTime);
    const { results, failure } = await side.send(
      `SELECT COMMAND AS command FROM information_schema.PROCESSLIST WHERE ID = ${connectionId}`,
    );
    if (failure !== undefined) return;
    const wasIdle = idle;
    idle = results[0]?.rows?.[0]?.["command"] === "Sleep";
    if (idle && wasIdle && wire.busy && wire.requests === requests) wire.abandon();
  }
}

interface Binding {
  readonly parameters: readonly Value[];
  readonly rules: ReturnType<typeof lexicalRules>;
  readonly literal: (value: Value) => string;
}

/** Puts literals in place of `?`, which costs one round trip less than a prepared statement. */
function bind(sql: string, { parameters, rules, literal }: Binding): string {
  const marks = parameters.length === 0
    ? []
    : [...tokenize(sql, rules)].filter(({ text }) => text === "?");
  if (marks.length !== parameters.length) {
    throw new StatementError(
      `the statement has ${marks.length} placeholders and ${parameters.length} parameters`,
      { index: 0 },
    );
  }
  let bound = "";
  let end = 0;
  marks.forEach((mark, index) => {
    bound += sql.slice(end, mark.start) + literal(parameters[index]!);
    end = mark.end;
  });
  return bound + sql.slice(end);
}
