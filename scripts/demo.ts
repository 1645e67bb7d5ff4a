/**
 * Shows the executable at work on a SQLite database in a temporary folder: `bun scripts/demo.ts`.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const executable = fileURLToPath(new URL("../dist/whimbrel", import.meta.url));

const users = `-- revision: 5f1c0a9e2b11
-- parents:
-- created: 2026-01-13T17:24:00Z

-- upgrade
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO users (name) VALUES ('Ada'), ('Grace');

-- downgrade
DROP TABLE users;
`;

const email = `// revision: 77aa01c2d3e4
// parents: 5f1c0a9e2b11
// created: 2026-01-14T09:00:00Z
import type { Operations } from "whimbrel";

export async function upgrade(op: Operations): Promise<void> {
  await op.execute("ALTER TABLE users ADD COLUMN email text");
  for (const { id, name } of await op.query("SELECT id, name FROM users")) {
    await op.execute(\`UPDATE users SET email = lower('\${name}@example.com') WHERE id = \${id}\`);
  }
}

export async function downgrade(op: Operations): Promise<void> {
  await op.execute("ALTER TABLE users DROP COLUMN email");
}
`;

const broken = `-- revision: c0ffee123456
-- parents: 77aa01c2d3e4
-- created: 2026-01-15T09:00:00Z

-- upgrade
CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users);
CREATE INDEX posts_author ON posts (autor);
`;

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "whimbrel-demo-"));
  try {
    mkdirSync(join(folder, "migrations"));
    const write = (name: string, text: string) => {
      say(`# A migration: migrations/${name}\n${text}`);
      writeFileSync(join(folder, "migrations", name), text);
    };
    write("20260113_1724-5f1c0a9e2b11_create_users.sql", users);
    write("20260114_0900-77aa01c2d3e4_add_email.ts", email);
    run(folder, ["plan"], 0);
    run(folder, ["upgrade"], 0);
    write("20260115_0900-c0ffee123456_create_posts.sql", broken);
    run(folder, ["upgrade"], 3);
    run(folder, ["status"], 0);
    say("# A corrected file: autor -> author");
    const corrected = broken.replace("(autor)", "(author)");
    writeFileSync(
      join(folder, "migrations/20260115_0900-c0ffee123456_create_posts.sql"),
      corrected,
    );
    run(folder, ["upgrade"], 0);
    run(folder, ["check"], 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Shows a command and what it says. Throws `Error` when it ends in another way than expected. */
function run(folder: string, words: readonly string[], expected: number): void {
  say(`$ whimbrel ${words.join(" ")}`);
  const env = { ...process.env, DATABASE_URL: "sqlite:shop.db" };
  const { status } = spawnSync(executable, words, { cwd: folder, env, stdio: "inherit" });
  if (status !== expected) {
    throw new Error(`whimbrel ${words.join(" ")} ended with ${status}, not ${expected}`);
  }
  say(status === 0 ? "" : `(exit code ${status})\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
