import { setTimeout as sleep } from "node:timers/promises";
import type { Holder, LockRequest } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";

/** Milliseconds between two attempts: the first and the longest. */
const pauses = { first: 50, longest: 1000 };

/**
 * Tries until it succeeds. The server is asked again and again and never waited for, because a
 * session that waits inside the server holds a snapshot, for which `CREATE INDEX CONCURRENTLY`
 * waits in its turn.
 *
 * @param attempt undefined as long as somebody else is in the way.
 * @throws {WhimbrelError} `locked` after the timeout, `interrupted` on the caller's signal.
 */
export async function tryUntil<T>(
  { timeout, onWait, signal }: Pick<LockRequest, "timeout" | "onWait" | "signal">,
  attempt: () => Promise<T | undefined>,
  whoHolds: () => Promise<Holder | undefined>,
): Promise<T> {
  const started = performance.now();
  let told = -Infinity;
  for (let pause = pauses.first;; pause = Math.min(pause * 1.5, pauses.longest)) {
    refuseAborted(signal);
    const got = await attempt();
    if (got !== undefined) return got;
    const waited = performance.now() - started;
    const isOver = waited >= timeout;
    if (waited - told >= 1000 || isOver) {
      const holder = await whoHolds();
      if (isOver) throw lockedError(holder, timeout);
      onWait(waited, holder);
      told = waited;
    }
    // Those who wait spread, so that they do not all ask at once.
    const jittered = pause * (0.5 + Math.random());
    try {
      await sleep(Math.max(1, Math.min(jittered, timeout - waited)), undefined, {
        ...(signal === undefined ? {} : { signal }),
      });
    } catch {
      refuseAborted(signal);
    }
  }
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new WhimbrelError("interrupted", "Interrupted while waiting for the lock");
}

function lockedError(holder: Holder | undefined, timeout: number): WhimbrelError {
  const who = holder === undefined ? "somebody who just left" : holder.description;
  return new WhimbrelError("locked", `The lock was not free in ${timeout / 1000} s`, {
    notes: [`held by ${who}`],
    hint: holder === undefined
      ? "run the command again"
      : `wait longer with --lock-timeout, or end the holder: \`whimbrel unlock --id ${holder.id}\``,
  });
}
