/**
 * Repeats the randomised tests with new seeds until Ctrl-C or the first failure: `bun
 * test/faults/soak.ts [SEED]`. A round is 25 rounds of kills on every server that there is, and every
 * test with a property, on ten times as many examples as usual. Each round prints its seed; given
 * that seed, the next call begins with that round.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { startServers } from "../servers/main.ts";
import { serverNames } from "../servers/mod.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const killRounds = 25;

async function main([given]: readonly string[]): Promise<number> {
  const first = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isInteger(first)) throw new Error("Usage: soak.ts [SEED], a whole number");
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  await using servers = await startServers(serverNames);
  const kills = join(root, "test/faults/main.ts");
  const preload = join(root, "test/faults/soak_seed.ts");
  for (let seed = first; !stop.signal.aborted; seed++) {
    const started = performance.now();
    process.stdout.write(`\nseed ${seed}\n`);
    const environment = { ...servers.environment, WHIMBREL_SOAK_SEED: String(seed) };
    const commands = [
      [kills, String(killRounds), String(seed)],
      ["test", "--timeout", "600000", "--preload", preload, ...propertyTests()],
    ];
    for (const words of commands) {
      const code = await follow(words, environment, stop.signal);
      if (stop.signal.aborted) break;
      if (code === 0) continue;
      process.stderr.write(`seed ${seed} failed: bun test/faults/soak.ts ${seed}\n`);
      return 1;
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    if (!stop.signal.aborted) process.stdout.write(`seed ${seed}: passed in ${seconds} s\n`);
  }
  return 0;
}

/** Test files that state a property of examples that fast-check makes. */
function propertyTests(): readonly string[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("_test.ts"))
    .map((name) => join(root, "test", name))
    .filter((path) => readFileSync(path, "utf8").includes("fc.assert("))
    .sort();
}

function follow(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...environment },
    });
    const end = () => void child.kill("SIGTERM");
    signal.addEventListener("abort", end, { once: true });
    child.once("error", reject);
    child.once("exit", (code) => {
      signal.removeEventListener("abort", end);
      resolve(code ?? 1);
    });
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
process.exit();
