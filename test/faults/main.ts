/**
 * Kills runs at thousands of random moments, on every server that there is: `bun test/faults/main.ts
 * [ROUNDS] [SEED]`. Stops at the first round that lost or repeated a statement. A seed gives the
 * same kinds of rounds again, though not the same moments, which the machine's load decides.
 *
 * @module
 */
import process from "node:process";
import { type ServerName, serverNames, useServer } from "../servers/mod.ts";
import { killAtRandom, seeded } from "./kill_rounds.ts";
import { writeMixed } from "./mixed.ts";
import { openSite } from "./site.ts";

async function main([count = "100", given]: readonly string[]): Promise<void> {
  const rounds = Number(count);
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
  if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
    throw new Error("Usage: main.ts [ROUNDS] [SEED], both whole numbers");
  }
  process.stdout.write(`${rounds} rounds on each server, seed ${seed}\n`);
  for (const [index, name] of serverNames.entries()) await killOn(name, rounds, seed + index);
}

async function killOn(name: ServerName, rounds: number, seed: number): Promise<void> {
  const server = await useServer(name);
  if (server === undefined) return;
  await using site = await openSite(server);
  writeMixed(site);
  const random = seeded(seed);
  const start = performance.now();
  let killed = 0;
  for (let done = 0; done < rounds;) {
    const some = Math.min(100, rounds - done);
    killed += (await killAtRandom(site, { rounds: some, random })).killed;
    done += some;
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stdout.write(`${name}: ${done} rounds, ${killed} runs killed, ${seconds} s\n`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
process.exit();
