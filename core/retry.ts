import { type Execution, refuseIfAborted } from "./execution.ts";
import type { PreparedStep } from "./prepare.ts";

/**
 * Waits before a step is tried again that failed for a passing cause: exponentially longer, with
 * jitter, so that two that collided do not collide again.
 *
 * @throws {WhimbrelError} `interrupted` once the signal has come.
 */
export async function waitToRetry(
  { onEvent, signal }: Pick<Execution, "onEvent" | "signal">,
  { step }: PreparedStep,
  { attempt, reason }: { readonly attempt: number; readonly reason: string },
): Promise<void> {
  const delay = Math.round(Math.min(10_000, 200 * 2 ** attempt) * (0.5 + Math.random()));
  onEvent({ type: "retry", step, attempt, delay, reason });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delay);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
  refuseIfAborted(signal);
}
