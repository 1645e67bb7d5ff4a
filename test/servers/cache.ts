import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";

/** The superuser of every server that the harness starts. */
export const superuser = "whimbrel";

/**
 * Where installed servers and initialised data folders are kept between runs. Root has a folder of
 * its own, because the unprivileged account that servers run as cannot enter root's home.
 */
export function cacheFolder(): string {
  const named = process.env.WHIMBREL_TEST_CACHE;
  if (named !== undefined && named !== "") return named;
  if (process.getuid?.() === 0) return "/var/cache/whimbrel-test-servers";
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "whimbrel-test-servers");
}

/**
 * Builds a folder or file of the cache unless it is there. It appears whole or not at all, also
 * when several processes build it at once: the first to finish wins.
 */
export async function once(path: string, build: (path: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}-${randomBytes(3).toString("hex")}`;
  try {
    await build(draft);
    await rename(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The superuser's password, drawn once for each cache and readable by its owner only. */
export async function password(): Promise<string> {
  const file = join(cacheFolder(), "password");
  await once(file, (draft) => writeFile(draft, randomBytes(12).toString("hex"), { mode: 0o600 }));
  return readFileSync(file, "utf8");
}

/** An account of the machine. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account that servers run as when the caller is root, which servers refuse to be; undefined
 * where the caller's own account will do.
 */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":"));
  const entry = ["postgres", "nobody"]
    .map((name) => accounts.find((fields) => fields[0] === name))
    .find((fields) => fields !== undefined);
  if (entry === undefined) throw new Error("Cannot find an account postgres or nobody to run as");
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Makes the command run as {@linkcode serverAccount}, keeping its process id. */
export function unprivileged(command: readonly string[]): readonly string[] {
  const account = serverAccount();
  if (account === undefined) return command;
  const { uid, gid } = account;
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--", ...command];
}

/** Makes a folder that only the account of the servers may enter. */
export async function makeServerFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const account = serverAccount();
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

/** Writes a file that only the account of the servers may read. */
export async function writeServerFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  const account = serverAccount();
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

/** What a finished command said. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run to its end. */
export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a command to its end. Never throws: a command that is not there has code 127. */
export function attempt(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [program = "", ...rest] = command;
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      stdio: ["pipe", "pipe", "pipe"],
      cwd: options.cwd ?? "/",
      env: { ...process.env, ...options.env },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => stdout += chunk);
    child.stderr.on("data", (chunk) => stderr += chunk);
    child.on("error", (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 128, stdout, stderr }));
    // A program that ends without reading its input is no error of its own.
    child.stdin.on("error", () => {});
    child.stdin.end(options.stdin ?? "");
  });
}

/** Runs a command and returns its output. Throws `Error` with the end of what it said. */
export async function run(command: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await attempt(command, options);
  if (code === 0) return stdout;
  const said = (stderr.trim() || stdout.trim()).slice(-2000);
  throw new Error(`Command failed with code ${code}: ${command.slice(0, 8).join(" ")}\n${said}`);
}
