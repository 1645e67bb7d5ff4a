import type { Holder, LockRequest } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { interruptedError } from "../../core/execution.ts";

/**
 * What to do while another process keeps the file: called with the milliseconds waited so far, it
 * resolves to go on waiting and throws to give up.
 */
export type OnBusy = (waited: number) => Promise<void>;

/** How long to wait, and whom to tell. */
export interface Patience extends Partial<Pick<LockRequest, "onWait" | "signal">> {
  /** The file, as it is shown to people. */
  readonly shown: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Who has the file, where that can be told. */
  readonly holder?: () => Promise<Holder | undefined>;
}

/** Milliseconds between two calls of `onWait`. */
const tellEvery = 1000;

/** Waits up to the timeout; then throws `locked`, naming the holder where it is known. */
export function patient({ shown, timeout, onWait, signal, holder }: Patience): OnBusy {
  let told = -Infinity;
  return async (waited) => {
    if (signal?.aborted === true) throw interruptedError();
    // Another wait begins.
    if (waited < told) told = -Infinity;
    const over = waited > timeout;
    if (!over && waited - told < tellEvery) return;
    const known = await holder?.();
    if (over) throw busyError(shown, waited, known);
    told = waited;
    onWait?.(waited, known);
  };
}

function busyError(shown: string, waited: number, known: Holder | undefined): WhimbrelError {
  const seconds = Math.round(waited / 100) / 10;
  return new WhimbrelError(
    "locked",
    `Cannot lock "${shown}": another process kept it for all of ${seconds} s`,
    {
      notes: known === undefined ? [] : [`last run: ${known.description}`],
      hint: "wait for it to end, or allow more time with --lock-timeout 5min",
    },
  );
}
