#!/usr/bin/env -S node
import process from "node:process";
import { exitCodes, WhimbrelError } from "../core/errors.ts";
import { commit, runtime, version } from "../project/version.ts";
import type { Io } from "./app.ts";

/**
 * Runs one command line.
 *
 * @param argv the words after the program's name.
 * @returns the exit code, as `docs/exit-codes.md` lists them.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  if (asksVersion(argv)) {
    io.stdout.write(`${versionLine()}\n`);
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

/** Also behind a command: scripts ask `alembic --version`. */
function asksVersion([first = "", second = ""]: readonly string[]): boolean {
  return [first, first.startsWith("-") ? "" : second].some((word) =>
    /^(?:--version|-V)$/.test(word)
  );
}

function versionLine(): string {
  return `whimbrel ${version} (commit ${commit}, ${runtime()})`;
}

async function openIo(): Promise<Io> {
  const { isTerminal, openOutputs } = await import("./output.ts");
  return {
    ...openOutputs(),
    interactive: process.env["CI"] === undefined && isTerminal(2) && isTerminal(0),
    env: process.env,
    cwd: process.cwd(),
    signal: abortOnSignal(),
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
  const argv = process.argv.slice(2);
  // Scripts ask for the version before each call: nothing else is loaded for that.
  if (asksVersion(argv)) console.log(versionLine());
  else process.exitCode = await main(argv, await openIo());
}
