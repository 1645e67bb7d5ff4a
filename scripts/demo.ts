/**
 * Shows the executable at work on a SQLite database in a temporary folder: `bun scripts/demo.ts`.
 * Builds the executable where it is missing. The exit code is 1 when a command ends in another way
 * than expected.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const executable = fileURLToPath(
  new URL(`../dist/whimbrel${process.platform === "win32" ? ".exe" : ""}`, import.meta.url),
);

const models = "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);\n";
const changed = `CREATE TABLE users (
  id integer PRIMARY KEY, full_name text NOT NULL, email text
);
CREATE UNIQUE INDEX users_email ON users (email);
`;

const rows = `import type { Operations } from "whimbrel";

export async function upgrade(op: Operations): Promise<void> {
  for (const name of ["Ada", "Grace"]) {
    const email = \`\${name.toLowerCase()}@example.com\`;
    await op.query("INSERT INTO users (full_name, email) VALUES (?, ?)", [name, email]);
  }
}

export async function downgrade(op: Operations): Promise<void> {
  await op.execute("DELETE FROM users");
}
`;

function main(): void {
  if (!existsSync(executable)) build();
  const folder = mkdtempSync(join(tmpdir(), "whimbrel-demo-"));
  const whimbrel = (line: string, expected = 0) => run(folder, line, expected);
  try {
    model(folder, models);
    whimbrel("init --url sqlite://shop.db");
    whimbrel("migrate --name create_users");
    whimbrel("upgrade");
    model(folder, changed);
    whimbrel("migrate --name contact", 2);
    whimbrel("migrate --name contact --rename users.name:users.full_name");
    whimbrel("show head");
    whimbrel("migrate --name first_users --empty --format ts");
    edit(folder, "first_users.ts", rows);
    whimbrel("check", 1);
    whimbrel("upgrade");
    whimbrel("status");
    whimbrel("verify");
    whimbrel("downgrade");
    whimbrel("history --graph");
    whimbrel("upgrade");
    whimbrel("check --drift");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function build(): void {
  const script = fileURLToPath(new URL("build.ts", import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: "inherit" });
  if (status !== 0) throw new Error(`Cannot build the executable: exit code ${status}`);
}

/** Shows a command and what it says, and insists on its exit code. */
function run(folder: string, line: string, expected: number): void {
  say(`$ whimbrel ${line}`);
  // Nothing that surrounds the demo may lead it to another database.
  const { DATABASE_URL: _, ...env } = process.env;
  const { status, error } = spawnSync(executable, line.split(" "), {
    cwd: folder,
    env,
    stdio: ["ignore", "inherit", "inherit"],
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  if (status !== expected) {
    throw new Error(`whimbrel ${line} ended with ${status}, not ${expected}`);
  }
  say(status === 0 ? "" : `(exit code ${status})\n`);
}

/** Writes the models, and shows them. */
function model(folder: string, text: string): void {
  writeFileSync(join(folder, "schema.sql"), text);
  say(`# schema.sql, the models:\n${text}`);
}

/** Writes the part of a new migration below its header, and shows the file. */
function edit(folder: string, ending: string, text: string): void {
  const name = readdirSync(join(folder, "migrations")).find((each) => each.endsWith(ending));
  if (name === undefined) throw new Error(`No migration "${ending}" was written`);
  const path = join(folder, "migrations", name);
  const now = readFileSync(path, "utf8");
  writeFileSync(path, now.slice(0, now.search(/^(?:-- upgrade|import )/m)) + text);
  say(`# migrations/${name}, written by hand:\n${readFileSync(path, "utf8")}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
