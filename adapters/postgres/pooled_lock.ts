import {
  type ConnectOptions,
  type Lock,
  type LockRequest,
  type Row,
  StatementError,
} from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { connect } from "./connect.ts";
import { describeBackend, findHolder } from "./holder.ts";
import { lostLock, othersAtWork } from "./lock.ts";
import { isHeld, type LockKey, lockKey } from "./lock_key.ts";
import { literal } from "./quoting.ts";
import type { PostgresSession } from "./session.ts";
import { tryUntil } from "./waiting.ts";

/**
 * Takes the lock behind a pooler, where a lock of the session would belong to a server process that
 * serves others next: an open transaction on a connection of its own pins a process and holds the
 * lock. Each transaction of the work takes a second lock ({@linkcode Lock.inTransaction}), so that
 * one whose lock connection died keeps others out until it ends.
 */
export async function lockPooled(session: PostgresSession, request: LockRequest): Promise<Lock> {
  const key = lockKey(request.tables, session.facts.schema);
  const name = `whimbrel-pooled/${key.name}/${request.run.slice(0, 8)}`;
  let pinned: Pinned | undefined;
  let earlier: readonly Row[] = [];
  const attempt = async () => {
    pinned ??= await pin(session.options, key, name);
    if (pinned === undefined) return undefined;
    const { pid } = pinned;
    const [rows] = await session.run([othersAtWork(key)]);
    earlier = rows!.filter((row) => row["pid"] !== pid);
    return earlier.length === 0 ? pinned : undefined;
  };
  const whoHolds = async () => {
    const [row] = earlier;
    if (pinned === undefined || row === undefined) return await findHolder(session, request.tables);
    return { id: String(row["pid"]), description: `an earlier run (${describeBackend(row)})` };
  };
  let held: Pinned;
  try {
    held = await tryUntil(request, attempt, whoHolds);
    // The pooler carries the name along to each process that works for this session.
    await session.run([generated(`SET application_name = ${literal(name)}`)]);
  } catch (error) {
    await pinned?.session[Symbol.asyncDispose]();
    throw error;
  }
  return {
    backend: String(held.pid),
    inTransaction: [...session.inTransaction, takeWorkLock(key)],
    verify: () => verify(held, key),
    async [Symbol.asyncDispose]() {
      // Its transaction ends with it, and the lock with its transaction.
      await held.session[Symbol.asyncDispose]();
      if (!session.usable) return;
      await session.run([generated("SET application_name = 'whimbrel'")]).catch(() => {});
    },
  };
}

interface Pinned {
  readonly session: PostgresSession;
  /** The process that the open transaction pins. */
  readonly pid: number;
}

/** A transaction that holds the lock, or undefined: it pins no process while others hold it. */
async function pin(
  options: ConnectOptions,
  key: LockKey,
  name: string,
): Promise<Pinned | undefined> {
  const session = await connect(options);
  try {
    const lists = await session.run([
      // No snapshot and no transaction id is held in between, which would hold up CREATE INDEX
      // CONCURRENTLY and vacuum; that takes the simple protocol and read committed.
      generated("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
      generated("SET LOCAL idle_in_transaction_session_timeout = 0"),
      generated(`SET LOCAL application_name = ${literal(name)}`),
      generated(`SELECT pg_try_advisory_xact_lock(${key.run}) AS mine, pg_backend_pid() AS pid`),
    ]);
    const { mine, pid } = lists.at(-1)![0]!;
    if (mine === true) return { session, pid: Number(pid) };
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw refusedTransaction(error);
  }
  await session[Symbol.asyncDispose]();
  return undefined;
}

function refusedTransaction(error: unknown): unknown {
  if (!(error instanceof StatementError) || error.serverCode !== "08P01") return error;
  return new WhimbrelError(
    "preflight",
    `Cannot work behind this pooler: ${error.message.split("\n")[0]}`,
    {
      serverCode: "08P01",
      hint: "a pooler of single statements has no transactions: connect to the server itself, or " +
        "through a pool with pool_mode=transaction or session",
    },
  );
}

function takeWorkLock({ work }: LockKey): Statement {
  return generated(
    `DO $whimbrel$ BEGIN IF NOT pg_try_advisory_xact_lock(${work}) THEN RAISE ` +
      `'another run of whimbrel still works' USING ERRCODE = 'lock_not_available'; ` +
      "END IF; END $whimbrel$",
  );
}

async function verify({ session, pid }: Pinned, key: LockKey): Promise<void> {
  const why = "the connection that held it was closed (the pooler's idle_transaction_timeout or " +
    "query_timeout may do that)";
  if (!session.usable) throw lostLock(why);
  try {
    const [rows] = await session.run([
      generated(
        "SELECT count(*) AS held FROM pg_catalog.pg_locks AS l " +
          `WHERE l.pid = ${pid} AND pg_backend_pid() = ${pid} AND ${isHeld(key.run, "l")}`,
      ),
    ]);
    if (rows![0]!["held"] === 0) throw lostLock("its transaction was ended");
  } catch (error) {
    if (error instanceof StatementError) throw lostLock(why);
    throw error;
  }
}
