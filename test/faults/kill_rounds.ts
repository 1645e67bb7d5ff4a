import { setTimeout as sleep } from "node:timers/promises";
import { assertMixed, assertNothingTwice, assertRecovers } from "./mixed.ts";
import { assertCode, type Site } from "./site.ts";

/** What came of killing runs at random. */
export interface KillCount {
  /** Runs that the signal met alive. */
  readonly killed: number;
  readonly finished: number;
}

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // The step of "mulberry32".
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Kills `upgrade` of the mixed migrations at random moments, up to three times in a row, and lets
 * the next run carry on. Throws where a statement was lost or ran twice.
 */
export async function killAtRandom(
  site: Site,
  { rounds, random }: { readonly rounds: number; readonly random: () => number },
): Promise<KillCount> {
  const whole = await measure(site);
  let killed = 0;
  let finished = 0;
  for (let round = 0; round < rounds; round++) {
    await site.reset();
    for (let kills = 1 + Math.floor(random() * 3); kills > 0; kills--) {
      const run = site.start(["upgrade"]);
      await sleep(random() * whole);
      run.child.kill("SIGKILL");
      const ended = await run.ended;
      if (ended.code === undefined) killed++;
      else {
        finished++;
        assertCode(ended, 0);
      }
      await assertNothingTwice(site);
    }
    await assertRecovers(site);
  }
  return { killed, finished };
}

/** Milliseconds that the mixed migrations take when nothing goes wrong or slows them down. */
async function measure(site: Site): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < 3; run++) {
    await site.reset();
    const start = performance.now();
    assertCode(await site.run(["upgrade"]), 0);
    least = Math.min(least, performance.now() - start);
    await assertMixed(site);
  }
  return least;
}
