import { Buffer } from "node:buffer";
import { type Dialect, type Row, StatementError } from "../../core/adapter.ts";
import type { Statement } from "../../core/statement.ts";
import type { Wire, WireFailure, WireResult } from "./connect.ts";
import { locateFault } from "./fault.ts";
import type { ServerFacts } from "./session.ts";

/** Statements that travel together, and where the first of them stands in what the caller gave. */
interface Batch {
  readonly first: number;
  readonly statements: readonly Statement[];
  readonly sql: string;
  /** How many results each statement gives is not known, so it travels alone. */
  readonly alone: boolean;
}

/** A statement that no request of the server's size can carry. */
interface Oversize {
  readonly first: number;
  readonly sql: undefined;
  readonly bytes: number;
}

/** First words of statements that answer with exactly one result, error aside. */
const oneResult = new RegExp(
  "^\\(*\\s*(?:select|insert|replace|update|delete|with|values|create|alter|drop|rename|truncate|" +
    "start\\s+transaction|commit|rollback|savepoint|release|set(?!\\s+statement)|show|grant|" +
    "revoke|do|use|prepare|deallocate)\\b",
  "i",
);

/** Bytes after which a batch is sent: more saves nothing and delays the news of an error. */
const batchBytes = 1 << 20;

/** Bytes of a request that are not its text. */
const headerBytes = 64;

/**
 * The separator stands on a line of its own, because a statement may end in a line comment.
 * A statement's own text is sent as it is, so that places in server messages are right.
 */
const separator = "\n;\n";

/** What statements gave, up to the first that failed. */
export interface Outcome {
  readonly rows: readonly (readonly Row[])[];
  readonly error: StatementError | undefined;
}

/** Gives what runs statements on a connection, see {@linkcode Session.run}. */
export function createRunner(
  wire: Wire,
  { facts, dialect }: { readonly facts: ServerFacts; readonly dialect: Dialect },
): (statements: readonly Statement[]) => Promise<Outcome> {
  let inTransaction = false;
  return async (statements) => {
    const rows: (readonly Row[])[] = [];
    /** The statement that committed a transaction which nobody asked to be committed. */
    let committed: number | undefined;
    /** The first of the statements since then whose results do not say whether one is open. */
    let silent: number | undefined;
    for (const batch of batches(statements, facts.maxPacket)) {
      if (committed !== undefined) break;
      if (batch.sql === undefined) {
        return { rows, error: tooLarge(batch.first, batch.bytes, facts.maxPacket) };
      }
      const { results, failure } = await wire.send(batch.sql);
      const given = batch.alone && failure === undefined ? [joined(results)] : results;
      for (const [offset, result] of (batch.alone && failure ? [] : given).entries()) {
        const statement = batch.statements[offset]!;
        const index = batch.first + offset;
        if (result.inTransaction === undefined) silent ??= index;
        else {
          const ended = inTransaction && !result.inTransaction;
          if (ended && !commits(statement, dialect)) committed = silent ?? index;
          inTransaction = result.inTransaction;
          silent = undefined;
        }
        if (isEnd(statement)) committed = undefined;
        rows.push(result.rows ?? []);
      }
      if (failure !== undefined) {
        const index = rows.length;
        const error = await explain(wire, failure, { batch, index, facts, committed });
        if (error.transactionEnded) inTransaction = false;
        return { rows, error };
      }
      if (given.length !== batch.statements.length) {
        throw new Error(`${batch.statements.length} statements had ${given.length} results`);
      }
    }
    const error = committed === undefined ? undefined : lostTransaction(statements, committed);
    return { rows, error };
  };
}

function* batches(
  statements: readonly Statement[],
  maxPacket: number,
): Generator<Batch | Oversize> {
  const limit = Math.min(batchBytes, maxPacket - headerBytes);
  let first = 0;
  let size = 0;
  let waiting: Statement[] = [];
  const take = (alone: boolean): Batch => {
    const sql = waiting.map(({ text }) => text).join(separator);
    const batch = { first, statements: waiting, sql, alone };
    first += waiting.length;
    waiting = [];
    size = 0;
    return batch;
  };
  for (const [index, statement] of statements.entries()) {
    const bytes = Buffer.byteLength(statement.text) + separator.length;
    const alone = !oneResult.test(statement.text);
    if (waiting.length > 0 && (alone || size + bytes > limit)) yield take(false);
    if (bytes > maxPacket - headerBytes) yield { first: index, sql: undefined, bytes };
    waiting.push(statement);
    size += bytes;
    if (alone) yield take(true);
  }
  if (waiting.length > 0) yield take(false);
}

/** Of several results (a procedure's) the first with rows counts, and the last status. */
function joined(results: readonly WireResult[]): WireResult {
  return {
    rows: results.find(({ rows }) => rows !== undefined)?.rows,
    inTransaction: results.findLast(({ inTransaction }) => inTransaction !== undefined)
      ?.inTransaction,
  };
}

function isEnd({ text }: Statement): boolean {
  return /^(?:commit|rollback)\b/i.test(text);
}

/** Whether a statement is known to end a transaction; DDL commits on this server. */
function commits(statement: Statement, dialect: Dialect): boolean {
  return isEnd(statement) || !/^(?:dml|read|session)$/.test(dialect.traits(statement.text).class);
}

interface Failed {
  readonly batch: Batch;
  /** Of the failed statement among all. */
  readonly index: number;
  readonly facts: ServerFacts;
  readonly committed: number | undefined;
}

const unknownTable = new Set([1146, 1049]);
/** Deadlock, certification failure of a group: the transaction is gone. */
const rolledBack = new Set([1213, 3101]);
/** Lock wait timeout, record changed since it was read. */
const passing = new Set([1205, 1020]);

async function explain(wire: Wire, failure: WireFailure, failed: Failed): Promise<StatementError> {
  const { batch, index, facts, committed } = failed;
  const { errno, lost, cause } = failure;
  const ended = errno !== undefined &&
    (rolledBack.has(errno) || errno === 1205 && facts.rollbackOnTimeout);
  // After some deadlocks of table locks the transaction is still open, and would be committed by
  // the next one's begin.
  if (ended && !lost) await wire.send("ROLLBACK");
  const statement = batch.statements[index - batch.first];
  const fault = errno === 1064 && statement !== undefined
    ? locateFault(failure.message, {
      statement: statement.text,
      rest: batch.sql.slice(batchOffset(batch, index)),
    })
    : { message: failure.message, offset: undefined };
  return new StatementError(fault.message, {
    index: Math.min(index, batch.first + batch.statements.length - 1),
    ...(errno === undefined ? {} : { serverCode: String(errno) }),
    ...(fault.offset === undefined ? {} : { offset: fault.offset }),
    connectionLost: lost,
    transactionEnded: ended || committed !== undefined,
    committed: committed !== undefined,
    transient: !lost && errno !== undefined && (ended || passing.has(errno)),
    missingTable: errno !== undefined && unknownTable.has(errno),
    cause,
  });
}

function batchOffset({ first, statements }: Batch, index: number): number {
  return statements.slice(0, index - first)
    .reduce((sum, { text }) => sum + text.length + separator.length, 0);
}

function lostTransaction(statements: readonly Statement[], index: number): StatementError {
  const words = statements[index]!.text.slice(0, 60).replace(/\s+/g, " ");
  return new StatementError(
    `\`${words}\` committed the transaction, which cannot be rolled back any more`,
    { index, transactionEnded: true, committed: true },
  );
}

function tooLarge(index: number, bytes: number, maxPacket: number): StatementError {
  const megabytes = (count: number) => `${(count / (1 << 20)).toFixed(1)} MiB`;
  return new StatementError(
    `the statement has ${megabytes(bytes)}, more than the server's max_allowed_packet ` +
      `(${megabytes(maxPacket)}); nothing of it was sent`,
    { index, serverCode: "1153" },
  );
}
