import {
  type Holder,
  type Lock,
  type LockRequest,
  type Row,
  StatementError,
} from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { backendColumns, describeBackend, findHolder } from "./holder.ts";
import { isHeld, type LockKey, lockKey } from "./lock_key.ts";
import { literal } from "./quoting.ts";
import type { PostgresSession } from "./session.ts";
import { tryUntil } from "./waiting.ts";

/**
 * Takes the lock on a direct connection: an advisory lock of the session that works, so that it is
 * free when, and not before, the work is over, however it ends.
 *
 * @throws {WhimbrelError} `locked` after the timeout, with the lock free.
 */
export async function lockDirect(session: PostgresSession, request: LockRequest): Promise<Lock> {
  const key = lockKey(request.tables, session.facts.schema);
  const name = `whimbrel/${key.name}/${request.run.slice(0, 8)}`;
  const [before] = await session.run([
    generated("SELECT current_setting('application_name') AS name, pg_backend_pid() AS pid"),
  ]);
  const { name: formerName, pid } = before![0]!;
  const free = () => release(session, key, String(formerName));
  let isMine = false;
  let earlier: readonly Row[] = [];
  const attempt = async () => {
    // Under a name that tells others to wait for this session, even should it lose the lock.
    const take = generated(
      `SELECT CASE WHEN pg_try_advisory_lock(${key.run}) ` +
        `THEN set_config('application_name', ${literal(name)}, false) END AS mine`,
    );
    const asked = isMine ? [othersAtWork(key)] : [take, othersAtWork(key)];
    const lists = await session.run(asked);
    isMine ||= lists[0]![0]!["mine"] !== null;
    earlier = lists.at(-1)!;
    return isMine && earlier.length === 0 ? true : undefined;
  };
  const whoHolds = async (): Promise<Holder | undefined> => {
    const [row] = earlier;
    if (!isMine || row === undefined) return await findHolder(session, request.tables);
    return { id: String(row["pid"]), description: `an earlier run (${describeBackend(row)})` };
  };
  try {
    await tryUntil(request, attempt, whoHolds);
  } catch (error) {
    if (isMine) await free();
    throw error;
  }
  return {
    backend: String(pid),
    async verify() {
      const [rows] = await session.run([
        generated(
          "SELECT count(*) AS held FROM pg_catalog.pg_locks AS l " +
            `WHERE l.pid = pg_backend_pid() AND ${isHeld(key.run, "l")}`,
        ),
      ]);
      if (rows![0]!["held"] === 0) throw lostLock("the session does not hold it any more");
    },
    [Symbol.asyncDispose]: free,
  };
}

/**
 * Sessions of other runs: one that lost its lock (`DISCARD ALL` in a migration) but works still,
 * and one behind a pooler whose lock connection died before it. A process of a pooler keeps the
 * name of a run that is over as long as it is idle, and so counts only when it is not.
 */
export function othersAtWork({ name, work }: LockKey): Statement {
  return generated(
    `SELECT ${backendColumns} FROM pg_catalog.pg_stat_activity AS a ` +
      "WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND (" +
      `a.application_name LIKE 'whimbrel/${name}/%' ` +
      `OR a.application_name LIKE 'whimbrel-pooled/${name}/%' ` +
      "AND coalesce(a.state, 'idle') <> 'idle' " +
      `OR a.pid IN (SELECT l.pid FROM pg_catalog.pg_locks AS l WHERE ${isHeld(work, "l")}))`,
  );
}

/** What {@linkcode Lock.verify} throws. */
export function lostLock(why: string): WhimbrelError {
  return new WhimbrelError("locked", `The lock was lost: ${why}`, {
    hint: "take out of the migration what frees locks (DISCARD ALL, pg_advisory_unlock_all), and " +
      "run the command again",
  });
}

/** Frees the lock at any price: where the session cannot be asked to, it ends. */
async function release(session: PostgresSession, key: LockKey, name: string): Promise<void> {
  const free = [
    generated(`SELECT pg_advisory_unlock(${key.run})`),
    generated(`SELECT set_config('application_name', ${literal(name)}, false)`),
  ];
  if (!session.usable) return;
  try {
    await session.run(free).catch(async (error) => {
      if (!(error instanceof StatementError) || !session.usable) throw error;
      // In a transaction that failed nothing can be said.
      await session.run([generated("ROLLBACK"), ...free]);
    });
  } catch {
    await session[Symbol.asyncDispose]();
  }
}
