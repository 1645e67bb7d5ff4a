/**
 * The servers of a test run. `bun test/servers/main.ts [NAME...]` starts them, prints what to put
 * into the environment, and stays until Ctrl-C. `... [NAME...] run -- COMMAND...` runs a command
 * with that environment, stops the servers, and ends with the command's exit code.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { serverKinds, type ServerName, serverNames, toServerName } from "./kinds.ts";
import { canStart, reportMissing, startServer, type TestServer } from "./mod.ts";

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Servers that run, and the variables that name them. */
export interface RunningServers extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts servers side by side, but for those that the environment names already and those that are
 * missing, which it reports. Throws `Error` when one does not start, with none left running.
 */
export async function startServers(names: readonly ServerName[]): Promise<RunningServers> {
  const outcomes = await Promise.allSettled(names.map(startOne));
  const servers = outcomes.flatMap((each) =>
    each.status === "fulfilled" && each.value !== undefined ? [each.value] : []
  );
  const stop = async () => void await Promise.all(servers.map((server) => server.stop()));
  const failure = outcomes.find((each) => each.status === "rejected");
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  const environment: Record<string, string> = {};
  for (const server of servers) {
    const { variable } = serverKinds[server.name];
    environment[`${variable}_URL`] = server.url();
    environment[`${variable}_PID`] = String(server.pid);
  }
  return { environment, [Symbol.asyncDispose]: stop };
}

async function startOne(name: ServerName): Promise<TestServer | undefined> {
  if (process.env[`${serverKinds[name].variable}_URL`]) return undefined;
  if (await canStart(name)) return await startServer(name);
  reportMissing(name);
  return undefined;
}

/** Runs a command with servers, or waits for Ctrl-C without one. Returns the exit code. */
export async function main(parameters: readonly string[]): Promise<number> {
  const split = parameters.indexOf("--");
  const words = split < 0 ? parameters : parameters.slice(0, split);
  const command = split < 0 ? [] : parameters.slice(split + 1);
  const named = words.filter((word) => word !== "run").map(toServerName);
  if (words.includes("run") !== command.length > 0) {
    throw new Error(`Usage: main.ts [NAME...] [run -- COMMAND...]`);
  }
  // Caught from the start: an interrupt during start-up stops what has started by then.
  const stopped = new AbortController();
  for (const signal of stopSignals) {
    process.on(signal, () => stopped.abort(signal));
  }
  await using servers = await startServers(named.length > 0 ? named : serverNames);
  if (stopped.signal.aborted) return exitCodeOf(stopped.signal.reason);
  if (command.length > 0) return await follow(command, servers.environment, stopped.signal);
  for (const [name, value] of Object.entries(servers.environment)) {
    process.stdout.write(`export ${name}='${value}'\n`);
  }
  process.stderr.write("Servers run until Ctrl-C\n");
  // A timer, because waiting for an event alone does not keep every runtime alive.
  const alive = setInterval(() => {}, 60_000);
  await new Promise((resolve) => stopped.signal.addEventListener("abort", resolve));
  clearInterval(alive);
  return 0;
}

/** Runs a command to its end, passing signals on, and returns its exit code. */
function follow(
  [program = "", ...rest]: readonly string[],
  environment: Readonly<Record<string, string>>,
  stopped: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment };
    const child = spawn(program, rest, { stdio: "inherit", env });
    // Ctrl-C reaches the command by itself; other signals are sent to this process alone.
    stopped.addEventListener("abort", () => {
      if (stopped.reason !== "SIGINT" || !process.stdin.isTTY) child.kill(stopped.reason);
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? exitCodeOf(signal ?? "SIGKILL")));
  });
}

function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + (constants.signals[signal] ?? 0);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
  process.exit();
}
