/**
 * Python environments for tests, with pinned packages, made once and kept in the cache of the test
 * servers: `bun test/python.ts [NAME...]` makes those that are missing.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { attempt, cacheFolder, once, run } from "./servers/cache.ts";

/** The generations of packages that tests run on. */
export type PythonName = "newest" | "middle" | "oldest";

/** The packages of each environment. All have drivers for the three kinds of database. */
export const pythonPackages: Readonly<Record<PythonName, readonly string[]>> = {
  newest: [
    ...["tortoise-orm==1.1.9", "aerich==0.10.1", "tomlkit==0.15.1"],
    ...["sqlalchemy==2.1.9", "greenlet==3.5.6", "alembic==1.20.1", "django==5.2.19"],
    ...["aiosqlite==0.22.1", "asyncpg==0.31.0", "asyncmy==0.2.18"],
    ...["psycopg[binary]==3.3.6", "pymysql==1.2.0", "cryptography==49.0.0"],
  ],
  middle: [
    ...["tortoise-orm==0.25.4", "aerich==0.9.2", "tomlkit==0.15.1"],
    ...["sqlalchemy==2.0.58", "alembic==1.16.5"],
    ...["asyncpg==0.31.0", "asyncmy==0.2.18"],
    ...["psycopg[binary]==3.3.6", "pymysql==1.2.0", "cryptography==49.0.0"],
  ],
  oldest: [
    ...["tortoise-orm==0.20.1", "aerich==0.7.2", "tomlkit==0.15.1"],
    ...["sqlalchemy==1.4.54", "alembic==1.13.3"],
    ...["asyncpg==0.31.0", "aiomysql==0.3.2"],
    ...["psycopg2-binary==2.9.12", "pymysql==1.2.0", "cryptography==49.0.0"],
  ],
};

/** The names of every environment. */
export const pythonNames = Object.keys(pythonPackages) as readonly PythonName[];

/**
 * The path of an environment's interpreter; other programs of its packages stand beside it. Made
 * where it is missing. Undefined, after one loud line, where this machine has no Python with `venv`
 * or cannot reach the packages; with `CI=true` that is an error.
 */
export function usePython(name: PythonName): Promise<string | undefined> {
  let found = interpreters.get(name);
  if (found === undefined) interpreters.set(name, found = findPython(name));
  return found;
}

const interpreters = new Map<PythonName, Promise<string | undefined>>();

async function findPython(name: PythonName): Promise<string | undefined> {
  try {
    return await makeEnvironment(pythonPackages[name]);
  } catch (error) {
    if (process.env.CI === "true") throw error;
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`\nNOT TESTED: Python environment "${name}": ${reason}\n\n`);
    return undefined;
  }
}

/** Makes the environment that has these packages. Throws `Error` with what Python or pip said. */
async function makeEnvironment(packages: readonly string[]): Promise<string> {
  const base = await basePython();
  const key = createHash("sha256").update([base.version, ...packages].join("\n")).digest("hex");
  const folder = join(cacheFolder(), "python", key.slice(0, 16));
  await once(folder, async (draft) => {
    await run([base.command, "-m", "venv", draft]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await run([join(draft, "bin/python"), ...pip, "--retries", "3", ...packages]);
    await moveScripts(join(draft, "bin"), draft, folder);
  });
  return join(folder, "bin/python");
}

async function basePython(): Promise<{ readonly command: string; readonly version: string }> {
  const command = process.env.WHIMBREL_TEST_PYTHON || "python3";
  const { code, stdout, stderr } = await attempt([
    ...[command, "-c"],
    "import ensurepip, sys, venv; print(sys.version, sys.base_prefix)",
  ]);
  if (code === 0) return { command, version: stdout.trim() };
  throw new Error(`"${command}" has no venv: install python3 and python3-venv\n${stderr.trim()}`);
}

/** The programs of an environment name its interpreter by its path, which is not yet the last one. */
async function moveScripts(bin: string, draft: string, folder: string): Promise<void> {
  for (const entry of await readdir(bin, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = await readFile(join(bin, entry.name), "utf8");
    if (text.includes(draft)) {
      await writeFile(join(bin, entry.name), text.replaceAll(draft, folder));
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const unknown = process.argv.slice(2).filter((name) => !(name in pythonPackages));
  if (unknown.length > 0) throw new Error(`No environment ${unknown.join(", ")}`);
  const names = process.argv.length > 2 ? process.argv.slice(2) as PythonName[] : pythonNames;
  for (const name of names) {
    const path = await usePython(name);
    if (path !== undefined) process.stderr.write(`Python environment "${name}": ${path}\n`);
  }
}
