import {
  type ConnectOptions,
  type Dialect,
  type Row,
  type Session,
  StatementError,
} from "../../core/adapter.ts";
import { isWord } from "../../core/lexer.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { hostName } from "./connect_error.ts";
import { createDialect } from "./dialect.ts";
import { alignRows, join, locateFault } from "./joined.ts";
import { tokens } from "./lexer.ts";
import { applySettings, pinSettings, settingsOf } from "./settings.ts";
import { describe, statementError } from "./statement_error.ts";
import type { Host, Target } from "./url.ts";
import { type Wire, WireError } from "./wire.ts";

/** What the server says of itself when a session starts. */
export interface ServerFacts {
  /** As in `server_version_num`: 150018 is 15.18. */
  readonly release: number;
  readonly recovery: boolean;
  /** Transactions are read-only unless they ask for more. */
  readonly readOnly: boolean;
  /** The schema in which unqualified names are made; null where the search path has none. */
  readonly schema: string | null;
  /**
   * A pooler stands in between, which gives each transaction a server process of its own choice:
   * what a session is set to, and the locks that it takes, do not stay with it.
   */
  readonly pooled: boolean;
}

/** A session of PostgreSQL, with what the other parts of the adapter need to know. */
export interface PostgresSession extends Session {
  readonly facts: ServerFacts;
  readonly options: ConnectOptions;
  /** Settings that hold for one transaction only, because a pooler would give them to others. */
  readonly inTransaction: readonly Statement[];
}

/**
 * Prepares a session in one round trip, which is also the login's.
 *
 * @throws {WireError}
 */
export async function openSession(
  wire: Wire,
  { target, host, options }: {
    readonly target: Target;
    readonly host: Host;
    readonly options: ConnectOptions;
  },
): Promise<PostgresSession> {
  const settings = (release: number) => settingsOf(options, target, release);
  const [facts, server] = await pinSettings(wire, settings);
  const dialect = createDialect({
    release: facts.release,
    standardConformingStrings: wire.frames.parameters.get("standard_conforming_strings") !== "off",
    limits: {
      lockTimeout: options.lockTimeout ?? 0,
      statementTimeout: options.statementTimeout ?? 0,
      scope: facts.pooled ? "transaction" : "session",
    },
  });
  const place = `database "${server.database}" on ${hostName(host)}`;
  const session = createSession(wire, dialect, options.lockTimeout ?? 0);
  return Object.assign(session, {
    facts,
    options,
    server: `PostgreSQL ${server.version}`,
    database: place,
    inTransaction: facts.pooled
      ? [generated(applySettings(settings(Math.floor(facts.release / 10_000)), "transaction"))]
      : [],
  });
}

function createSession(
  wire: Wire,
  dialect: Dialect,
  lockTimeout: number,
): Omit<Session, "server" | "database"> {
  return {
    dialect,
    async run(statements) {
      const results: (readonly Row[])[] = [];
      for (const group of grouped(statements, dialect)) {
        results.push(...await sendGroup(wire, group, lockTimeout));
      }
      return results;
    },
    async query(sql, parameters = []) {
      try {
        if (parameters.length > 0) return await wire.bound(sql, parameters);
        return (await wire.simple(() => sql)).at(-1) ?? [];
      } catch (cause) {
        throw explained(cause, 0);
      }
    },
    cancel: () => wire.cancel(),
    get usable() {
      return wire.usable;
    },
    [Symbol.asyncDispose]: () => wire.close(),
  };
}

/** Statements that go to the server in one message. */
interface Group {
  readonly kind: "joined" | "alone" | "copy_in" | "copy_out";
  /** Index of the first one. */
  readonly first: number;
  readonly statements: Statement[];
}

/**
 * Sends together what can be: not COPY, which has a protocol of its own, nor what refuses a
 * transaction, since the server takes several statements in one message as a transaction. For the
 * same reason BEGIN comes first in its message: what stands before it is not to share its fate.
 */
function grouped(statements: readonly Statement[], dialect: Dialect): readonly Group[] {
  const groups: Group[] = [];
  for (const [index, statement] of statements.entries()) {
    const kind = kindOf(statement, dialect);
    const last = groups.at(-1);
    const joins = kind === "joined" && last?.kind === "joined" && !begins.test(statement.text);
    if (joins) last.statements.push(statement);
    else groups.push({ kind, first: index, statements: [statement] });
  }
  return groups;
}

const begins = /^(?:begin|start\s+transaction)\b/i;

function kindOf({ text, data }: Statement, dialect: Dialect): Group["kind"] {
  if (data !== undefined) return "copy_in";
  const [first] = tokens(text);
  if (!isWord(first, "copy")) {
    return dialect.traits(text).refusesTransaction === undefined ? "joined" : "alone";
  }
  const words = [...tokens(text)].slice(1);
  if (words.some((token) => isWord(token, "stdin"))) return "copy_in";
  return words.some((token) => isWord(token, "stdout")) ? "copy_out" : "joined";
}

async function sendGroup(
  wire: Wire,
  { kind, first, statements }: Group,
  lockTimeout: number,
): Promise<readonly (readonly Row[])[]> {
  const [statement] = statements;
  try {
    switch (kind) {
      case "copy_in":
        await wire.copyIn(statement!.text, statement!.data ?? []);
        return [[]];
      case "copy_out":
        await wire.copyOut(statement!.text);
        return [[]];
      case "alone":
        return await unhurried(wire, lockTimeout, () => sendJoined(wire, statements, first));
      case "joined":
        return await sendJoined(wire, statements, first);
    }
  } catch (cause) {
    throw explained(cause, first, kind === "alone");
  }
}

async function sendJoined(
  wire: Wire,
  statements: readonly Statement[],
  first: number,
): Promise<readonly (readonly Row[])[]> {
  const joined = join(statements.map(({ text }) => text));
  const before = wire.frames.status;
  try {
    const lists = await wire.simple(() => joined.text);
    const { completions } = wire.frames;
    const broken = completions.findIndex(({ tag }, index) =>
      tag === "ROLLBACK" && /^\s*(?:commit|end)\b/i.test(statements[index]?.text ?? "")
    );
    if (broken >= 0) {
      throw new StatementError("the transaction had failed before, and was rolled back", {
        index: first + broken,
        transactionEnded: true,
      });
    }
    return alignRows(lists, completions, statements.length);
  } catch (cause) {
    if (!(cause instanceof WireError) || cause.fault === undefined || cause.lost) {
      // The server keeps back what it says of completed statements until the message is done, so
      // that after a loss this is the first one of which nothing is known, or one before it.
      const known = Math.min(wire.frames.completions.length, statements.length - 1);
      throw explained(cause, first + known);
    }
    const { completions, status } = wire.frames;
    const { index, offset } = locateFault(joined, cause.fault, completions.length);
    const wasOpen = before !== "idle" ||
      completions.some(({ tag }) => tag === "BEGIN" || tag === "START TRANSACTION");
    throw statementError(cause.fault, {
      index: first + index,
      offset,
      transactionEnded: wasOpen && status === "idle",
    });
  }
}

/**
 * Lifts the session's lock timeout while a statement builds something step by step: one that gives
 * up between two steps leaves an unusable index. A limit that the migration itself asked for stays.
 */
async function unhurried<T>(wire: Wire, lockTimeout: number, work: () => Promise<T>): Promise<T> {
  if (lockTimeout === 0) return await work();
  const lists = await wire.simple(() =>
    "SELECT set_config('lock_timeout', '0', false) FROM pg_catalog.pg_settings " +
    `WHERE name = 'lock_timeout' AND setting = '${lockTimeout}'`
  );
  const isLifted = lists[0]!.length > 0;
  try {
    return await work();
  } finally {
    if (isLifted && wire.usable) await wire.simple(() => `SET lock_timeout = ${lockTimeout}`);
  }
}

/** Says of an error of the wire which statement it befell; passes others on. */
function explained(cause: unknown, index: number, leavesTraces = false): unknown {
  if (cause instanceof StatementError && leavesTraces && cause.transient) {
    return new StatementError(cause.message, {
      index: cause.index,
      ...(cause.serverCode === undefined ? {} : { serverCode: cause.serverCode }),
      ...(cause.offset === undefined ? {} : { offset: cause.offset }),
    });
  }
  if (!(cause instanceof WireError)) return cause;
  if (!cause.lost && cause.fault !== undefined) {
    return statementError(cause.fault, { index, leavesTraces });
  }
  const said = cause.fault === undefined ? "" : `: ${describe(cause.fault)}`;
  return new StatementError(
    cause.fault === undefined ? cause.message : `the connection was lost${said}`,
    {
      index,
      connectionLost: true,
      ...(cause.fault === undefined ? {} : { serverCode: cause.fault.code }),
    },
  );
}
