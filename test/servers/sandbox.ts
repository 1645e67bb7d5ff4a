import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, realpathSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { makeServerFolder, unprivileged } from "./cache.ts";

/** A temporary folder with one process in it, both of which end with this process at the latest. */
export interface Sandbox {
  readonly folder: string;
  /** Starts a command as the account of the servers, its output going to {@linkcode Sandbox.log}. */
  launch(command: readonly string[]): number;
  /** The end of what the command has printed. */
  log(): string;
  /** Removes the folder, after ending the process if it still runs. */
  remove(): Promise<void>;
}

/**
 * Waits until its standard input ends, which it does however the harness ends, and then ends the
 * process and removes the folder. The working folder tells whether a process is the one that the
 * folder names. It is continued first, or it could not react when stopped; QUIT lets PostgreSQL end
 * its children. A killed PostgreSQL leaves a segment of shared memory.
 */
const janitor = `
trap '' HUP INT TERM
folder=$1
cat >/dev/null
pid=$(cat "$folder/pid" 2>/dev/null)
running() {
  case $(readlink "/proc/$pid/cwd" 2>/dev/null) in "$folder" | "$folder"/*) true ;; *) false ;; esac
}
if [ -n "$pid" ] && running; then
  kill -CONT "$pid" $(cat "/proc/$pid/task/$pid/children" 2>/dev/null) 2>/dev/null
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while running && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  running && kill -KILL "$pid" 2>/dev/null
fi
segment=$(sed -n '7s/.* //p' "$folder/data/postmaster.pid" 2>/dev/null)
[ -n "$segment" ] && ipcrm -m "$segment" 2>/dev/null
rm -rf -- "$folder"
`;

/** Names itself before it becomes the command, so that the janitor knows it from the first moment. */
const starter = 'echo $$ >"$0/pid" && exec "$@"';

/** Makes a sandbox whose folder has `name` in its name. */
export async function openSandbox(name: string): Promise<Sandbox> {
  const folder = await mkdtemp(join(realpathSync(tmpdir()), `whimbrel-${name}-`));
  await makeServerFolder(folder);
  const watch = startJanitor(janitor, folder);
  const file = join(folder, "log");
  return {
    folder,
    launch: (command) => {
      const [program = "", ...rest] = unprivileged(["sh", "-c", starter, folder, ...command]);
      const log = openSync(file, "a");
      // A session of its own: Ctrl-C is for the tests, which then stop their servers.
      const stdio: ["ignore", number, number] = ["ignore", log, log];
      const child = spawn(program, rest, { stdio, detached: true, cwd: folder });
      closeSync(log);
      if (child.pid === undefined) throw new Error(`Cannot start "${program}"`);
      child.unref();
      return child.pid;
    },
    log: () => {
      try {
        return readFileSync(file, "utf8").slice(-3000).trim();
      } catch {
        return "";
      }
    },
    remove: () => watch.end(),
  };
}

/** A janitor at work. */
export interface Watch {
  /** Lets it clean up, and waits for that. */
  end(): Promise<void>;
}

/** Starts a shell script that outlives this process, with a pipe that ends with this process. */
export function startJanitor(script: string, argument: string): Watch {
  const child: ChildProcess = spawn("sh", ["-c", script, "sh", argument], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  child.unref();
  const pipe = child.stdin as unknown as { unref?(): void };
  pipe.unref?.();
  let ended = false;
  child.once("exit", () => ended = true);
  return {
    end: async () => {
      child.stdin?.end();
      await until(() => ended, { seconds: 20, what: "the clean-up" });
    },
  };
}

/** Polls until a condition holds. Throws `Error` naming what was waited for. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  limit: { readonly seconds: number; readonly what: string },
): Promise<void> {
  const deadline = performance.now() + limit.seconds * 1000;
  while (!await holds()) {
    if (performance.now() > deadline) {
      throw new Error(`Waited ${limit.seconds} s in vain for ${limit.what}`);
    }
    await sleep(20);
  }
}

/** Whether a process runs. One that has ended but is not yet waited for does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Signals a process and its children (PostgreSQL has one for each connection). */
export function signalTree(pid: number, signal: NodeJS.Signals): void {
  let children: readonly number[] = [];
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    if (list !== "") children = list.split(" ").map(Number);
  } catch {
    // Not there on this kernel, or the process has ended.
  }
  for (const each of [pid, ...children]) {
    try {
      process.kill(each, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

/** A port of the loopback interface that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
