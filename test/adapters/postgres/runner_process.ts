import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** A process of `lock_runner.ts`. */
export interface RunnerProcess {
  readonly process: ChildProcess;
  /** Resolves when it has the lock. */
  readonly locked: Promise<void>;
  /** Resolves with its exit code, null after a signal, and what it said on stderr. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Starts a process that runs a statement under the lock. */
export function startRunner(url: string, statement: string): RunnerProcess {
  const file = fileURLToPath(new URL("lock_runner.ts", import.meta.url));
  const child = spawn(process.execPath, [file, url, statement], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr!.on("data", (chunk) => stderr += String(chunk));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stderr }));
  const locked = new Promise<void>((resolve, reject) => {
    child.stdout!.once("data", () => resolve());
    void ended.then(() => reject(new Error(`It ended before it had the lock\n${stderr}`)));
  });
  locked.catch(() => {});
  return { process: child, locked, ended };
}
