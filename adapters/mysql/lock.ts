import { setTimeout as sleep } from "node:timers/promises";
import type { Holder, Lock, LockRequest, Session, StoreTables } from "../../core/adapter.ts";
import { sha256 } from "../../core/checksum.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { text } from "./row.ts";
import { type MysqlSession, own } from "./session.ts";

/** Milliseconds between attempts, where the time left is too short to wait on the server. */
const pause = 100;

/** Milliseconds to wait until a connection that was told to end has ended. */
const endTimeout = 10_000;

/**
 * Takes the lock of a history table: a named lock of the server, held by the session that does the
 * work, so that it is free exactly when no statement of that session runs any more.
 *
 * @throws {WhimbrelError} `locked` after the timeout; `preflight` behind a proxy, where statements
 * may run on another connection than the lock's; `interrupted`.
 */
export async function lock(given: Session, request: LockRequest): Promise<Lock> {
  const session = own(given);
  const { facts } = session;
  if (facts.throughProxy) throw behindProxy(session);
  const name = lockName(session, request.tables);
  const started = performance.now();
  let announced = -Infinity;
  for (;;) {
    request.signal?.throwIfAborted();
    const waited = performance.now() - started;
    const left = request.timeout - waited;
    // The server counts whole seconds, and an interrupted wait gives NULL.
    const wait = announced > -Infinity && left >= 1000 ? 1 : 0;
    const [row] = await session.query(
      `SELECT GET_LOCK('${name}', ${wait}) AS taken, IS_USED_LOCK('${name}') AS holder`,
    );
    if (Number(row?.["taken"]) === 1) break;
    if (left <= 0) throw stillLocked(await findHolder(session, name), request.timeout);
    const now = performance.now();
    if (now - announced >= 1000) {
      announced = now;
      request.onWait(Math.round(now - started), await findHolder(session, name));
    }
    if (left < 1000) await sleep(Math.min(pause, left));
  }
  if (request.signal?.aborted === true) {
    await release(session, name);
    request.signal.throwIfAborted();
  }
  return {
    backend: facts.connectionId,
    async verify() {
      const [row] = await session.query(
        `SELECT IS_USED_LOCK('${name}') = CONNECTION_ID() AS mine`,
      );
      if (Number(row?.["mine"]) === 1) return;
      throw new WhimbrelError("locked", "The lock of this run was lost; nothing more was started", {
        notes: ["a statement of a migration freed it, or an administrator did"],
        hint: "run the command again",
      });
    },
    [Symbol.asyncDispose]: () => release(session, name),
  };
}

/** Who holds the lock of a history table. */
export async function holder(given: Session, tables: StoreTables): Promise<Holder | undefined> {
  const session = own(given);
  return await findHolder(session, lockName(session, tables));
}

/**
 * Ends the connection that holds the lock, if it still is that one, and waits until the lock is free.
 *
 * @throws {WhimbrelError} `locked` when the server is still undoing its statement after 10 seconds,
 * `preflight` without the right to end connections.
 */
export async function terminate(
  given: Session,
  { id }: Holder,
  tables: StoreTables,
): Promise<void> {
  const session = own(given);
  const name = lockName(session, tables);
  if (!/^\d+$/.test(id)) throw new WhimbrelError("usage", `"${id}" is not a connection id`);
  const { errno } = await kill(session, name, id);
  // 1094: no such connection, or one that does not hold the lock.
  if (errno === "1094") return;
  if (errno !== undefined) {
    throw new WhimbrelError(
      "preflight",
      `Cannot end connection ${id}: the right to do so is missing`,
      {
        serverCode: errno,
        hint:
          "use an account with the right CONNECTION_ADMIN, or end the process that holds the lock",
      },
    );
  }
  const deadline = performance.now() + endTimeout;
  while (performance.now() < deadline) {
    const [row] = await session.query(`SELECT IS_USED_LOCK('${name}') AS holder`);
    if (text(row, "holder") !== id) return;
    await sleep(pause);
  }
  throw new WhimbrelError(
    "locked",
    `Connection ${id} was told to end and still undoes its statement`,
    { hint: "wait: the lock is free when it is done" },
  );
}

async function kill(
  session: MysqlSession,
  name: string,
  id: string,
): Promise<{ readonly errno?: string }> {
  try {
    await session.query(`KILL CONNECTION IF(IS_USED_LOCK('${name}') = ${id}, ${id}, 0)`);
    return {};
  } catch (error) {
    const { serverCode } = error as { readonly serverCode?: string };
    if (serverCode === undefined) throw error;
    return { errno: serverCode };
  }
}

/**
 * At most 64 characters in lower case: MySQL refuses longer names and ignores letter case, MariaDB
 * does neither. Named locks belong to the whole server, so the database is part of the name.
 */
function lockName({ facts }: MysqlSession, { history }: StoreTables): string {
  const parts = history.length > 1 ? history : [facts.database, ...history];
  return `whimbrel:${sha256(parts.map((part) => `\`${part}\``).join(".")).slice(0, 32)}`;
}

async function findHolder(session: MysqlSession, name: string): Promise<Holder | undefined> {
  const [row] = await session.query(
    `SELECT used.id, p.USER AS user, p.HOST AS host, p.COMMAND AS command, p.TIME AS seconds, ` +
      `LEFT(p.INFO, 200) AS statement FROM (SELECT IS_USED_LOCK('${name}') AS id) AS used ` +
      `LEFT JOIN information_schema.PROCESSLIST AS p ON p.ID = used.id`,
  );
  const id = text(row, "id");
  if (id === undefined) return undefined;
  const user = text(row, "user");
  if (user === undefined) return { id, description: `connection ${id}` };
  const statement = text(row, "statement")?.replace(/\s+/g, " ");
  const doing = text(row, "command") === "Sleep" ? "idle" : statement ?? text(row, "command");
  return {
    id,
    description: `connection ${id} of ${user}@${text(row, "host")}, ` +
      `${text(row, "seconds")} s: ${doing}`,
  };
}

/** Frees the lock. What led to the end counts, so a failure here says nothing: the session frees it. */
async function release(session: MysqlSession, name: string): Promise<void> {
  if (!session.usable) return;
  await session.query(`SELECT RELEASE_LOCK('${name}')`).catch(() => {});
}

function stillLocked(holder: Holder | undefined, timeout: number): WhimbrelError {
  return new WhimbrelError(
    "locked",
    `Another run holds the lock and did not finish in ${timeout / 1000} s`,
    {
      notes: holder === undefined ? [] : [`it is ${holder.description}`],
      hint: holder === undefined
        ? "run the command again, or give it more time with --lock-timeout"
        : `give it more time with --lock-timeout, or end it: whimbrel unlock --id ${holder.id}`,
    },
  );
}

function behindProxy({ facts, database }: MysqlSession): WhimbrelError {
  return new WhimbrelError("preflight", `Cannot lock database "${database}" through a proxy`, {
    notes: [
      `it answers with connections of its own (the server calls this one ${facts.connectionId}), ` +
      "and may run each statement on another one",
    ],
    hint: "use the address of the server itself for migrations",
  });
}
