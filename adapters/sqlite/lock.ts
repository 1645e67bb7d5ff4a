import { hostname } from "node:os";
import process from "node:process";
import type { Holder, Lock, LockRequest, Session, StoreTables } from "../../core/adapter.ts";
import { createStore } from "../../core/store.ts";
import { patient } from "./busy.ts";
import type { SqliteSession } from "./connect.ts";
import { dialect } from "./dialect.ts";

/**
 * SQLite's lock is its write transaction, which dies with its process. So there is nothing to take
 * here; the session learns how long it may wait for that transaction and whom to tell.
 */
export async function lock(session: Session, request: LockRequest): Promise<Lock> {
  const file = session as SqliteSession;
  const before = file.onBusy;
  file.onBusy = patient({
    shown: file.location.shown,
    timeout: request.timeout,
    onWait: request.onWait,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    holder: async () => {
      // A commit waits for readers, and then the run that is named is this one.
      const known = await holder(file, request.tables);
      return known?.id === request.run ? undefined : known;
    },
  });
  return {
    backend: String(process.pid),
    verify: () => Promise.resolve(),
    async [Symbol.asyncDispose]() {
      file.onBusy = before;
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
  file.onBusy = () => Promise.reject(new Error("to be looked at now or not at all"));
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
