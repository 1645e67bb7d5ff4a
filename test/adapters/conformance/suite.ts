import assert from "node:assert/strict";
import {
  type Adapter,
  type ConnectOptions,
  type Row,
  type Session,
  StatementError,
  type StoreTables,
} from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { generated } from "../../../core/statement.ts";
import type { Runner } from "../../../core/store.ts";

/** An empty database that the suite may fill. */
export interface TestDatabase {
  readonly url: string;
  /** Takes it away; sessions are closed by then. */
  drop(): Promise<void>;
}

/** What the suite must know of a database beyond what its adapter says. */
export interface ConformanceOptions {
  /** A new, empty database for one case. */
  createDatabase(): Promise<TestDatabase>;
  /** How the cases are titled; the dialect's name where it is left out. */
  readonly name?: string;
  /** The tool's tables in that database; without a schema where it is left out. */
  readonly tables?: (url: string) => StoreTables;
  /** The placeholder of a parameter, counted from 1; `?` where it is left out. */
  readonly parameter?: (position: number) => string;
  /** What `serverCode` is for three mistakes; not checked where it is left out. */
  readonly codes?: {
    readonly syntax: string;
    readonly duplicateKey: string;
    readonly missingTable: string;
  };
  /** A query that keeps the server busy for 20 seconds or more, where one can be interrupted. */
  readonly slow?: string;
  /** A URL with the password `secret-word` at which no database answers. */
  readonly unreachable?: string;
  /** False where the database has no savepoints, and so no `--single-transaction`. */
  readonly savepoints?: boolean;
  /** What else the adapter is connected with. */
  readonly connect?: Partial<ConnectOptions>;
}

/** An adapter under test. */
export interface Suite {
  readonly adapter: Adapter;
  readonly options: ConformanceOptions;
  /** A database of the case's own; its end closes every session that it opened. */
  fresh(): Promise<Database>;
}

/** A case's own database. */
export interface Database extends AsyncDisposable {
  readonly url: string;
  readonly tables: StoreTables;
  open(more?: Partial<ConnectOptions>): Promise<Session>;
}

/** Puts a suite together. */
export function createSuite(adapter: Adapter, options: ConformanceOptions): Suite {
  return {
    adapter,
    options,
    async fresh() {
      const { url, drop } = await options.createDatabase();
      const sessions: Session[] = [];
      return {
        url,
        tables: options.tables?.(url) ?? defaultTables,
        async open(more = {}) {
          const session = await adapter.connect({
            url,
            connectTimeout: 10_000,
            readOnly: false,
            settings: {},
            env: {},
            ...options.connect,
            ...more,
          });
          sessions.push(session);
          return session;
        },
        async [Symbol.asyncDispose]() {
          for (const session of sessions) await session[Symbol.asyncDispose]();
          await drop();
        },
      };
    },
  };
}

const defaultTables: StoreTables = {
  history: ["whimbrel_migrations"],
  journal: ["whimbrel_journal"],
  control: ["whimbrel_control"],
};

/** A run of its own name. */
export function runner(run: string): Runner {
  return {
    run,
    description: `conformance@host pid 1 (${run})`,
    appliedBy: "conformance@host",
    toolVersion: "0.0.0-test",
  };
}

/** Runs texts as the statements of one call. */
export async function run(
  session: Session,
  ...texts: readonly string[]
): Promise<readonly (readonly Row[])[]> {
  return await session.run(texts.map(generated));
}

/** The rows of one statement. */
export async function rowsOf(session: Session, text: string): Promise<readonly Row[]> {
  const [rows = []] = await run(session, text);
  return rows;
}

/** The numbers in the first column of a query, whatever type the driver gives them. */
export async function numbersOf(session: Session, text: string): Promise<readonly number[]> {
  return (await rowsOf(session, text)).map((row) => Number(Object.values(row)[0]));
}

/** Whether a table can be read. */
export async function hasTable(session: Session, name: string): Promise<boolean> {
  try {
    await run(session, `SELECT count(*) AS n FROM ${session.dialect.quote(name)}`);
    return true;
  } catch (error) {
    if (error instanceof StatementError && error.missingTable) return false;
    throw error;
  }
}

/** What work must fail with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    (result) => assert.fail(`nothing failed; it gave ${JSON.stringify(result)}`),
    (reason: unknown) => reason,
  );
}

/** The error of a statement that the server must refuse. */
export async function statementError(work: Promise<unknown>): Promise<StatementError> {
  const error = await failureOf(work);
  assert.ok(error instanceof StatementError, `not a StatementError: ${String(error)}`);
  return error;
}

/** The error that a person would read. */
export async function whimbrelError(work: Promise<unknown>): Promise<WhimbrelError> {
  const error = await failureOf(work);
  assert.ok(error instanceof WhimbrelError, `not a WhimbrelError: ${String(error)}`);
  return error;
}

/** Rejects after some seconds, so that a case about what must not hang ends. */
export function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no end in ${seconds} s`)), seconds * 1000);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A promise that is settled from outside. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
