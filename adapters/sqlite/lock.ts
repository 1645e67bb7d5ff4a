import { hostname } from "node:os";
import process from "node:process";
import type { Holder, Lock, LockRequest, Session, StoreTables } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { createStore } from "../../core/store.ts";
import type { SqliteSession } from "./connect.ts";
import { dialect } from "./dialect.ts";

/**
 * SQLite's lock is its write transaction, which dies with its process. So there is nothing to take
 * here; the session learns how long it may wait for that transaction and whom to tell.
 */
export async function lock(session: Session, request: LockRequest): Promise<Lock> {
  const file = session as SqliteSession;
  let told = -Infinity;
  file.onBusy = async (waited) => {
    if (request.signal?.aborted === true) throw request.signal.reason;
    const known = waited > request.timeout || waited - told >= 1000
      ? await holder(session, request.tables)
      : undefined;
    if (waited > request.timeout) throw busyError(file, waited, known);
    if (waited - told < 1000) return;
    told = waited;
    request.onWait(waited, known);
  };
  return {
    backend: String(process.pid),
    verify: () => Promise.resolve(),
    async [Symbol.asyncDispose]() {
      file.onBusy = undefined;
      // Leaving with an open transaction would keep everybody else out.
      if (session.usable) await session.run([{ text: "ROLLBACK", line: 0 }]).catch(() => {});
    },
  };
}

/** The run that the control row names, where a reader gets at it. */
export async function holder(session: Session, tables: StoreTables): Promise<Holder | undefined> {
  const store = createStore(dialect, tables);
  const file = session as SqliteSession;
  const { onBusy } = file;
  file.onBusy = undefined;
  try {
    const [rows = []] = await session.run([store.read[2]!]);
    const control = store.parse([[], [], rows]).control;
    if (control?.holder === undefined || isGone(control.holder, control.backend)) return undefined;
    return {
      id: control.run!,
      description: `${control.holder}, since ${control.startedAt}`,
    };
  } catch {
    return undefined;
  } finally {
    file.onBusy = onBusy;
  }
}

/** A run that was killed leaves its name behind; on this machine one can look for its process. */
function isGone(holder: string, pid: string | undefined): boolean {
  if (!holder.includes(`@${hostname()} `)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function busyError(
  { location }: SqliteSession,
  waited: number,
  known: Holder | undefined,
): WhimbrelError {
  const seconds = Math.round(waited / 100) / 10;
  return new WhimbrelError(
    "locked",
    `Cannot lock "${location.shown}": another process was writing for all of ${seconds} s`,
    {
      notes: known === undefined ? [] : [`last run: ${known.description}`],
      hint: "wait for it to end, or allow more time with --lock-timeout 5min",
    },
  );
}
