#!/usr/bin/env -S node
import process from "node:process";
import { exitCodes, WhimbrelError } from "../core/errors.ts";
import { commit, runtime, version } from "../project/version.ts";
import type { Io, Output } from "./app.ts";

/**
 * Runs one command line.
 *
 * @param argv the words after the program's name.
 * @returns the exit code, as `docs/exit-codes.md` lists them.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  if (argv[0] === "--version" || argv[0] === "-V") {
    io.stdout.write(`whimbrel ${version} (commit ${commit}, ${runtime()})\n`);
    return exitCodes.done;
  }
  try {
    const { runCommand } = await import("./program.ts");
    return await runCommand(argv, io);
  } catch (error) {
    const { printError } = await import("./print_error.ts");
    printError(error, io, { json: argv.includes("--json") });
    return error instanceof WhimbrelError ? error.exitCode : exitCodes.bug;
  }
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 80,
  };
}

/** The first signal asks to stop at a safe place, the second one ends the process at once. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort(new WhimbrelError("interrupted", `Interrupted by ${signal}`));
    });
  }
  return controller.signal;
}

if (import.meta.main) {
  process.exitCode = await main(process.argv.slice(2), {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true &&
      process.env["CI"] === undefined,
    env: process.env,
    cwd: process.cwd(),
    signal: abortOnSignal(),
  });
}
