import { type Execution, refuseIfAborted } from "./execution.ts";
import type { PreparedStep } from "./prepare.ts";

/**
 * Waits before a step is tried again that failed for a passing cause.
 *
 * @throws {WhimbrelError} `interrupted` once the signal has come.
 */
export async function waitToRetry(
  { onEvent, signal }: Pick<Execution, "onEvent" | "signal">,
  { step }: PreparedStep,
  { attempt, reason }: { readonly attempt: number; readonly reason: string },
): Promise<void> {
  const delay = retryDelay(attempt);
  onEvent({ type: "retry", step, attempt, delay, reason });
  await pause(delay, signal);
  refuseIfAborted(signal);
}

/**
 * Milliseconds before the next of several attempts, counted from 1: exponentially longer, with
 * jitter, so that two that collided do not collide again.
 */
export function retryDelay(attempt: number): number {
  return Math.round(Math.min(10_000, 200 * 2 ** attempt) * (0.5 + Math.random()));
}

/** Resolves after so many milliseconds, or once the signal has come. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end, { once: true });
  });
}
