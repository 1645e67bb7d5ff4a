import { answers } from "./socket.ts";
import type { Host } from "./url.ts";

/** How long a server may be silent before it is asked, how long it may take to answer, how often. */
export interface Patience {
  readonly silence: number;
  readonly answer: number;
  readonly attempts: number;
}

/** A statement may run for hours; a network that swallows everything is noticed in 90 seconds. */
const usual: Patience = { silence: 20_000, answer: 10_000, attempts: 3 };

/**
 * Watches, while a statement runs, whether its server still answers newcomers, since a dead network
 * is silent like a long statement.
 *
 * @param dead called once, when it did not answer several times in a row.
 * @returns a function that stops watching.
 */
export function startPulse(host: Host, dead: () => void, patience = usual): () => void {
  let failed = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout>;
  const again = () => {
    timer = setTimeout(() => void beat(), patience.silence);
    timer.unref();
  };
  const beat = async () => {
    const alive = await answers(host, AbortSignal.timeout(patience.answer));
    if (stopped) return;
    failed = alive ? 0 : failed + 1;
    if (failed === patience.attempts) dead();
    else again();
  };
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
