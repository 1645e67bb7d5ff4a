import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { WhimbrelError } from "../core/errors.ts";
import type { Program } from "../core/plugin.ts";
import type { Env } from "./env.ts";
import { keepFolder } from "./cache.ts";

/** Where and how long a program runs. */
export interface ProgramOptions {
  /** The project's folder, in which the program starts. */
  readonly root: string;
  /** What it reads, in the words of an error: `the models by plugin "drizzle"`. */
  readonly what: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly env: Env;
  /** The Python to use; found by itself where it is undefined. */
  readonly python?: string;
  readonly signal?: AbortSignal;
}

/** More output than this of a program that fails is cut at its start. */
const shownOutput = 4000;
/** Milliseconds for which the pipes of a program that ended may stay open. */
const pipePatience = 500;
/** Bytes of a command's output. */
const outputLimit = 256 << 20;

/**
 * Runs a plugin's program in the user's project and gives what it printed: parsed JSON, else text.
 *
 * @throws {WhimbrelError} `models` where it fails, takes too long or prints no result.
 */
export async function runProgram(program: Program, options: ProgramOptions): Promise<unknown> {
  if (program.runtime === "files") return readFiles(program.paths, options);
  if (program.runtime === "command") {
    const [file = "", ...words] = program.command;
    const { stdout } = await run({ file, words, env: options.env }, options);
    return parseOutput(stdout);
  }
  const folder = makeFolder(options.root);
  try {
    const name = program.runtime === "python" ? "program.py" : "program.mjs";
    writeFileSync(join(folder, name), program.source);
    writeFileSync(join(folder, "input.json"), JSON.stringify(program.input));
    await run({
      ...(program.runtime === "python" ? findPython(options) : javascriptRuntime(options.env)),
      words: [join(folder, name), folder],
    }, options);
    return readResult(join(folder, "output.json"), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The texts by path, in order; a path may be a pattern, whose files come sorted. */
function readFiles(paths: readonly string[], { root, what }: ProgramOptions): unknown {
  const files = paths.flatMap((path) =>
    path.includes("*") ? globSync(path, { cwd: root }).map(String).sort() : [path]
  );
  return Object.fromEntries(files.map((path) => {
    try {
      return [path, readFileSync(resolve(root, path), "utf8")];
    } catch (cause) {
      throw new WhimbrelError("models", `Cannot read ${what}: ${reason(cause)}`, {
        place: { file: path },
        hint: "see to `models` in the configuration; paths start at its folder",
        cause,
      });
    }
  }));
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === "ENOENT" ? "the file does not exist" : message;
}

/** Below the project, so that what the program imports is found in the project's packages. */
function makeFolder(root: string): string {
  const name = `run-${randomBytes(6).toString("hex")}`;
  for (const base of [keepFolder(root), tmpdir()]) {
    if (base === undefined) continue;
    try {
      const folder = join(base, name);
      mkdirSync(folder);
      return folder;
    } catch {
      // A read-only project: the next place.
    }
  }
  throw new WhimbrelError("models", "Cannot make a folder for the models' program", {
    hint: `make ${join(root, ".whimbrel")} writable`,
  });
}

interface Call {
  readonly file: string;
  /** What the runtime wants to hear before the program's name. */
  readonly before?: readonly string[];
  readonly words: readonly string[];
  readonly env: Env;
  /** What is said where there is no such program. */
  readonly missing?: { readonly why: string; readonly hint: string };
}

/** The executable is Bun itself; run from sources, the runtime that runs the tool. */
function javascriptRuntime(env: Env): Pick<Call, "file" | "before" | "env"> {
  // Bun would fetch packages that are missing; Deno asks before it reads.
  const before = "Bun" in globalThis ? ["--no-install"] : "Deno" in globalThis ? ["run", "-A"] : [];
  return { file: process.execPath, before, env: { ...env, BUN_BE_BUN: "1" } };
}

/** https://docs.python.org/3/library/venv.html: a virtual environment of the project comes first. */
function findPython({ root, env, python }: ProgramOptions): Omit<Call, "words"> {
  const bin = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  const active = env["VIRTUAL_ENV"];
  const candidates = [
    ...(active === undefined ? [] : [join(active, bin)]),
    join(root, ".venv", bin),
    join(root, "venv", bin),
  ];
  const usual = process.platform === "win32" ? "python" : "python3";
  const found = python ?? candidates.find((path) => existsSync(path)) ?? usual;
  const missing = python === undefined
    ? {
      why: `there is no Python: no .venv or venv in the project, no "${usual}" in PATH`,
      hint: "make the environment that the models run in, `python3 -m venv .venv` with their " +
        "packages, activate the one there is, or name it by `python` under `models`",
    }
    : {
      why: `there is no Python "${python}"`,
      hint: "see to `python` under `models` in the configuration",
    };
  return { file: found, env: { ...env, PYTHONDONTWRITEBYTECODE: "1" }, missing };
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  { file, before = [], words, env, missing }: Call,
  options: ProgramOptions,
): Promise<Output> {
  const { root, what, timeout, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...before, ...words], {
      cwd: root,
      env: env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that what the models started ends with them.
      detached: process.platform !== "win32",
    });
    const parts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    let ended: WhimbrelError | undefined;
    const end = (error: WhimbrelError) => {
      ended ??= error;
      stop(child.pid);
    };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (part: Buffer) => {
        bytes += part.length;
        parts[name].push(part);
        if (bytes > outputLimit) end(failure(what, "it printed too much", ""));
      });
    }
    const timer = setTimeout(() => {
      const seconds = timeout / 1000;
      end(
        new WhimbrelError("models", `Cannot read ${what}: it took longer than ${seconds} s`, {
          hint: "see what the models wait for, or raise `timeout` under `models`",
        }),
      );
    }, timeout);
    const onAbort = () => end(new WhimbrelError("interrupted", "Interrupted; nothing was changed"));
    signal?.addEventListener("abort", onAbort);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    child.on("error", (cause: NodeJS.ErrnoException) => {
      settle();
      const isMissing = cause.code === "ENOENT";
      const why = isMissing ? missing?.why ?? `there is no program "${file}"` : cause.message;
      reject(failure(what, why, "", { cause, ...(isMissing ? { hint: missing?.hint } : {}) }));
    });
    let how: readonly [number | null, string | null] = [null, null];
    const finish = () => {
      const [code, signalName] = how;
      const stdout = Buffer.concat(parts.stdout).toString();
      const stderr = Buffer.concat(parts.stderr).toString();
      if (ended !== undefined) reject(ended);
      else if (code === 0) resolve({ stdout, stderr });
      else {
        const why = code === null ? `it was ended by ${signalName}` : lastLine(stderr, code);
        reject(failure(what, why, stderr.trim() === "" ? stdout : stderr));
      }
    };
    child.on("exit", (code, signalName) => {
      settle();
      how = [code, signalName];
      // What the models left behind keeps the pipes open.
      stop(child.pid);
      setTimeout(finish, pipePatience).unref();
    });
    child.on("close", finish);
  });
}

function stop(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function lastLine(stderr: string, code: number): string {
  const line = stderr.trim().split("\n").at(-1)?.trim();
  return line === undefined || line === "" ? `it ended with exit code ${code}` : line;
}

function failure(
  what: string,
  why: string,
  output: string,
  { cause, hint }: { readonly cause?: unknown; readonly hint?: string | undefined } = {},
): WhimbrelError {
  const shown = output.trim().slice(-shownOutput);
  const lines = shown === "" ? [] : shown.split("\n");
  // The last line is the reason itself.
  const notes = lines.at(-1)?.trim() === why ? lines.slice(0, -1) : lines;
  return new WhimbrelError("models", `Cannot read ${what}: ${why}`, {
    notes,
    hint: hint ?? "mend the models, or see to `models` in the configuration",
    ...(cause === undefined ? {} : { cause }),
  });
}

function readResult(path: string, { what }: ProgramOptions): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw failure(what, "it ended before it had a result", "", { cause });
  }
  return JSON.parse(text);
}

function parseOutput(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
