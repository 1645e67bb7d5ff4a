import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The executable under test. */
export const binary: string = process.env["WHIMBREL_BINARY"] ??
  fileURLToPath(new URL("../../dist/whimbrel", import.meta.url));

/** How a process ended. */
export interface Ended {
  /** The exit code; undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process on its way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has printed to stderr so far. */
  stderr(): string;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds after which the process is killed and its promise fails. Default: 60. */
  readonly limit?: number;
  /** Run in place of the executable, with the words after it. */
  readonly command?: readonly string[];
  readonly cwd?: string;
}

/** A user's project in a temporary folder, with `app.db` as its database. */
export interface Scratch {
  readonly folder: string;
  path(name: string): string;
  /** Writes a file, and the folders above it. */
  write(name: string, text: string | Uint8Array): void;
  /** Writes `migrations/NAME`. */
  migration(name: string, text: string | Uint8Array): void;
  start(words: readonly string[], options?: StartOptions): Running;
  run(words: readonly string[], options?: StartOptions): Promise<Ended>;
  /** Opens a database of the project; every one is closed at the end. */
  open(name?: string): DatabaseSync;
  /** Rows of one query, in a connection of its own. */
  query(sql: string, name?: string): readonly Readonly<Record<string, unknown>>[];
  [Symbol.dispose](): void;
}

/** Makes a project; removed, with every process that it started, when it is disposed of. */
export function openScratch(name = "scratch"): Scratch {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `whimbrel-${name}-`)));
  mkdirSync(join(folder, "migrations"));
  const running = new Set<ChildProcess>();
  const databases: DatabaseSync[] = [];
  const path = (file: string) => join(folder, file);
  const open = (file = "app.db") => {
    const database = new DatabaseSync(path(file), { timeout: 5000 });
    databases.push(database);
    return database;
  };
  const write = (file: string, text: string | Uint8Array) => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  const start = (words: readonly string[], options: StartOptions = {}) => {
    const { env = {}, limit = 60, command = [binary], cwd = folder } = options;
    const [program = "", ...before] = command;
    const child = spawn(program, [...before, ...words], {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], HOME: folder, DATABASE_URL: "sqlite://app.db", ...env },
    });
    running.add(child);
    child.once("close", () => running.delete(child));
    return follow(child, limit, [...command, ...words].join(" "));
  };
  return {
    folder,
    path,
    write,
    migration: (file, text) => write(`migrations/${file}`, text),
    start,
    run: (words, options) => start(words, options).ended,
    open,
    query(sql, file = "app.db") {
      const database = new DatabaseSync(path(file), { timeout: 5000 });
      try {
        // Rows have no prototype, which comparing them would trip over.
        return database.prepare(sql).all().map((row) => ({ ...row }));
      } finally {
        database.close();
      }
    },
    [Symbol.dispose]() {
      for (const child of running) child.kill("SIGKILL");
      for (const database of databases) if (database.isOpen) database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function follow(child: ChildProcess, limit: number, shown: string): Running {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => stdout += text);
  child.stderr?.setEncoding("utf8").on("data", (text: string) => stderr += text);
  const ended = new Promise<Ended>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`"${shown}" did not end within ${limit} s\n${stdout}${stderr}`));
    }, limit * 1000);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? undefined, stdout, stderr });
    });
  });
  return { child, ended, stderr: () => stderr };
}

/** Polls until a condition holds, for so many seconds at most. */
export async function until(holds: () => boolean, seconds: number, what: string): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`Waited ${seconds} s in vain for ${what}`);
    await sleep(5);
  }
}

/** Copies a project's folder, so that a state can be gone back to. */
export function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
