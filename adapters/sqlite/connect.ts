import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import {
  type ConnectOptions,
  type Row,
  type Session,
  StatementError,
  type Value,
} from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import type { Statement } from "../../core/statement.ts";
import { type OnBusy, patient } from "./busy.ts";
import { dialect } from "./dialect.ts";
import { parseUrl, type SqliteLocation } from "./url.ts";

/** A session that can wait for the file to be free without blocking the thread. */
export interface SqliteSession extends Session {
  readonly location: SqliteLocation;
  onBusy: OnBusy;
}

const busy = 5;
const readOnlyFile = 8;
const notADatabase = 26;

/** Opens a SQLite file, or a database in memory; a missing file is made unless it is only read. */
export async function connect(options: ConnectOptions): Promise<SqliteSession> {
  const location = parseUrl(options.url, options.folder);
  try {
    return await openSession(location, options);
  } catch (cause) {
    if (!(cause instanceof StatementError)) throw cause;
    const leftovers = cause.serverCode === String(readOnlyFile) && options.readOnly;
    if (!leftovers || location.readOnly) throw openError(location, cause);
  }
  // A run that was killed left its journal, which a reader may not roll back.
  const writer = await connect({ ...options, readOnly: false });
  await writer[Symbol.asyncDispose]();
  return await openSession(location, options);
}

/** Milliseconds that a reader waits for another process; a writer has its lock timeout. */
const readerPatience = 5000;

async function openSession(
  location: SqliteLocation,
  options: ConnectOptions,
): Promise<SqliteSession> {
  const { waiting, readOnly, signal } = options;
  const missing = location.path !== ":memory:" && !existsSync(location.path);
  const database = openFile(location, options, missing);
  const longest = readOnly ? readerPatience : Infinity;
  const session = createSession(
    location,
    database,
    missing && !readOnly ? () => makeFile(location) : undefined,
    patient({
      shown: location.shown,
      timeout: Math.min(longest, waiting?.timeout ?? readerPatience),
      ...(waiting === undefined ? {} : { onWait: waiting.onWait }),
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  try {
    // The first read tells whether the file is a database at all.
    const [rows] = await session.run([
      { text: "SELECT sqlite_version() AS v, (SELECT count(*) FROM sqlite_schema) AS n", line: 0 },
      { text: "PRAGMA foreign_keys = ON", line: 0 },
    ]);
    return Object.assign(session, { server: `SQLite ${rows![0]!["v"]}` });
  } catch (cause) {
    database.close();
    throw cause;
  }
}

function openFile(
  location: SqliteLocation,
  { readOnly }: ConnectOptions,
  missing: boolean,
): DatabaseSync {
  const { path, shown } = location;
  const empty = () => new DatabaseSync(":memory:", { timeout: 0 });
  // Reading a database that is not there yet is reading an empty one.
  if (path === ":memory:" || missing && readOnly && !location.mustExist) return empty();
  if (missing && (location.mustExist || location.readOnly)) {
    throw new WhimbrelError("connection", `Cannot open "${shown}": the file does not exist`, {
      hint: "see to the path, or leave out `mode=` to have the file made",
    });
  }
  const folder = dirname(path);
  if (missing && !existsSync(folder)) {
    throw new WhimbrelError("connection", `Cannot make "${shown}": its folder does not exist`, {
      hint: `see to the path, or make the folder: \`mkdir -p ${dirname(shown)}\``,
    });
  }
  if (!missing && statSync(path).isDirectory()) {
    throw new WhimbrelError("connection", `Cannot open "${shown}": it is a folder`, {
      hint: "name a file in it",
    });
  }
  if (!readOnly) refuseUnwritable(location, missing);
  if (missing) return empty();
  try {
    return new DatabaseSync(path, { timeout: 0, readOnly: readOnly || location.readOnly });
  } catch (cause) {
    throw openError(location, cause);
  }
}

/** A file is made by the first statement that may write to it: a run with nothing to do makes none. */
function makeFile({ path }: SqliteLocation): DatabaseSync {
  return new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
}

const onlyReads = /^(?:SELECT|PRAGMA foreign_keys)\b/;

function refuseUnwritable({ path, shown, readOnly }: SqliteLocation, missing: boolean): void {
  const target = missing ? dirname(path) : path;
  let writable = !readOnly;
  try {
    accessSync(target, constants.W_OK);
    // The journal is a file of its own beside the database.
    accessSync(dirname(path), constants.W_OK);
  } catch {
    writable = false;
  }
  if (writable) return;
  throw new WhimbrelError("preflight", `Cannot write to "${shown}": it is read-only`, {
    hint:
      "the file and its folder must be writable, since SQLite keeps its journal beside the file",
  });
}

function openError({ shown }: SqliteLocation, cause: unknown): WhimbrelError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const foreign = cause instanceof StatementError && cause.serverCode === String(notADatabase) ||
    /not a database/i.test(message);
  return new WhimbrelError(
    "connection",
    foreign
      ? `Cannot open "${shown}": the file is not a SQLite database`
      : `Cannot open "${shown}": ${message}`,
    {
      hint: foreign ? "see to the path; nothing was changed" : "see to the path and its rights",
      cause,
    },
  );
}

/** Milliseconds after which timers and signals get their turn, since statements hold the thread. */
const turn = 50;

function createSession(
  location: SqliteLocation,
  first: DatabaseSync,
  make: (() => DatabaseSync) | undefined,
  onBusy: OnBusy,
): SqliteSession {
  let database = first;
  let madeLater = make;
  const makeFor = (sql: string) => {
    // Another session may have made the file by now.
    if (madeLater === undefined || onlyReads.test(sql) && !existsSync(location.path)) return;
    database.close();
    database = madeLater();
    madeLater = undefined;
  };
  let open = true;
  let cancelled = false;
  let turned = performance.now();
  const letOthers = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    turned = performance.now();
  };
  const session: SqliteSession = {
    dialect,
    location,
    server: "SQLite",
    database: location.shown,
    onBusy,
    async run(statements) {
      cancelled = false;
      const results: (readonly Row[])[] = [];
      for (const [index, statement] of statements.entries()) {
        if (performance.now() - turned >= turn) await letOthers();
        if (cancelled) throw new StatementError("interrupted", { index });
        makeFor(statement.text);
        const inTransaction = database.isTransaction;
        const result = whenFree(session, () => execute(database, statement, index));
        results.push(result instanceof Promise ? await result : result);
        if (inTransaction && !database.isTransaction && !endsTransaction.test(statement.text)) {
          throw new StatementError(
            "it ended the transaction, and with it everything before it",
            { index, transactionEnded: true },
          );
        }
      }
      return results;
    },
    async query(sql, parameters = []) {
      makeFor(sql);
      return await whenFree(session, () => select(database, sql, parameters));
    },
    // Takes effect between two statements, since one holds the thread until it ends.
    async cancel() {
      cancelled = true;
    },
    get usable() {
      return open;
    },
    async [Symbol.asyncDispose]() {
      if (!open) return;
      open = false;
      // Closing rolls an open transaction back.
      database.close();
    },
  };
  return session;
}

const endsTransaction = /^(?:COMMIT|END|ROLLBACK(?!\s+(?:TRANSACTION\s+)?TO\b)|RELEASE)\b/i;
const givesRows = /^(?:SELECT|WITH|VALUES|PRAGMA|EXPLAIN)\b|\bRETURNING\b/i;

function execute(database: DatabaseSync, { text }: Statement, index: number): readonly Row[] {
  const before = database.isTransaction;
  try {
    if (givesRows.test(text)) return rowsOf(database.prepare(text), []);
    database.exec(text);
    return [];
  } catch (cause) {
    throw toStatementError(cause, index, before && !database.isTransaction);
  }
}

function select(database: DatabaseSync, sql: string, parameters: readonly Value[]): readonly Row[] {
  try {
    return rowsOf(database.prepare(sql), parameters);
  } catch (cause) {
    throw toStatementError(cause, 0, false);
  }
}

/** Integers that a number would not hold exactly stay big. */
function rowsOf(statement: StatementSync, parameters: readonly Value[]): readonly Row[] {
  statement.setReadBigInts(true);
  const rows = statement.all(...parameters.map(toSqlite)) as Record<string, unknown>[];
  for (const row of rows) {
    for (const name in row) {
      const value = row[name];
      if (typeof value !== "bigint") continue;
      const number = Number(value);
      if (Number.isSafeInteger(number)) row[name] = number;
    }
  }
  return rows;
}

function toSqlite(value: Value): string | number | bigint | null | Uint8Array {
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Date ? value.toISOString() : value;
}

function toStatementError(
  cause: unknown,
  index: number,
  transactionEnded: boolean,
): StatementError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = resultCode(cause, message);
  return new StatementError(
    transactionEnded ? `${message} (this ended the whole transaction)` : message,
    {
      index,
      ...(code === undefined ? {} : { serverCode: String(code) }),
      transactionEnded,
      transient: code === busy,
      missingTable: /^no such table/.test(message),
      cause,
    },
  );
}

/** Deno's errors carry no code, so its message has to do. */
function resultCode(cause: unknown, message: string): number | undefined {
  const code = (cause as { errcode?: unknown }).errcode;
  if (typeof code === "number") return code & 0xff;
  if (/database (?:table )?is locked/.test(message)) return busy;
  return /not a database/.test(message) ? notADatabase : undefined;
}

/**
 * Tries again while another process keeps the file; the thread stays free in between. A transaction
 * waits, too: it has been the only writer from its beginning, so what it waits for are readers.
 */
function whenFree<T>(session: SqliteSession, work: () => T): T | Promise<T> {
  try {
    // Thousands of small statements would wait longer for promises than for SQLite.
    return work();
  } catch (error) {
    if (!isBusy(error)) throw error;
    return afterOthers(session, work);
  }
}

async function afterOthers<T>(session: SqliteSession, work: () => T): Promise<T> {
  const started = performance.now();
  for (let pause = 2;; pause = Math.min(pause * 1.5, 100)) {
    await session.onBusy(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof StatementError && error.transient && !error.transactionEnded;
}
