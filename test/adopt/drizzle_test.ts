import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { filesBelow } from "../../project/adopt/source.ts";
import {
  bun,
  checkMove,
  type Kind,
  node,
  type OldProject,
  oldProject,
  standings,
} from "./project.ts";

interface Entry {
  readonly tag: string;
  when: number;
}

/** Runs `work` while the journal says something else. */
function withJournal(
  { cwd }: OldProject,
  change: (entries: Entry[]) => Entry[],
  work: () => void = () => {},
): void {
  const path = join(cwd, "old/meta/_journal.json");
  const before = readFileSync(path, "utf8");
  const journal = JSON.parse(before);
  writeFileSync(path, JSON.stringify({ ...journal, entries: change(journal.entries) }));
  work();
  writeFileSync(path, before);
}

/** Four models of one project, as they grew. */
const models = {
  postgres15: (age: string, title: string, index: string) =>
    `const { index, integer, pgTable, serial, text } = require("drizzle-orm/pg-core");
exports.users = pgTable("users", { id: serial().primaryKey(), name: text().notNull()${age} });
${title}${index}`,
  sqlite: (age: string, title: string, index: string) =>
    `const { index, integer, sqliteTable, text } = require("drizzle-orm/sqlite-core");
exports.users = sqliteTable("users", { id: integer().primaryKey(), name: text().notNull()${age} });
${title.replace("pgTable", "sqliteTable").replace("serial()", "integer()")}${index}`,
};

/** What drizzle-kit wrote for a kind of database, by path: it takes its time. */
const written = new Map<string, Readonly<Record<string, string>>>();

function write(project: OldProject, kind: keyof typeof models): void {
  const dialect = kind === "sqlite" ? "sqlite" : "postgresql";
  project.write({
    "drizzle.config.json": JSON.stringify({
      ...{ dialect, schema: "./schema.cjs", out: "./old" },
      dbCredentials: { url: project.url },
    }),
    "run.mjs": `
import { Database } from "bun:sqlite";
import { drizzle } from "drizzle-orm/bun-sqlite";
import { migrate } from "drizzle-orm/bun-sqlite/migrator";
migrate(drizzle(new Database("app.db")), { migrationsFolder: "old" });
`,
  });
  const known = written.get(kind);
  if (known !== undefined) return project.write(known);
  const age = ", age: integer()";
  const posts = (title: string) =>
    `exports.posts = pgTable("posts", { id: serial().primaryKey(), ` +
    `userId: integer("user_id").references(() => exports.users.id)${title} });\n`;
  const steps = [
    ["users", models[kind]("", "", "")],
    ["posts", models[kind]("", posts(""), "")],
    ["age", models[kind](age, posts(""), "")],
    [
      "title",
      models[kind](age, posts(", title: text().default('it''s; -- so')".replace("''", "\\'")), ""),
    ],
  ] as const;
  for (const [name, text] of steps) {
    project.write({ "schema.cjs": text });
    project.tool([node, kit(project), "generate", "--name", name]);
  }
  const folder = join(project.cwd, "old");
  const files = filesBelow(folder).map((path) =>
    [`old/${path}`, readFileSync(join(folder, path), "utf8")] as const
  );
  written.set(kind, Object.fromEntries(files));
}

const kit = ({ cwd }: OldProject) => join(cwd, "node_modules/drizzle-kit/bin.cjs");

function migrate(project: OldProject, kind: Kind): void {
  project.tool(kind === "sqlite" ? [bun, "run.mjs"] : [node, kit(project), "migrate"]);
}

const own = ["__drizzle_migrations"];

describe("adopt drizzle", () => {
  for (const kind of ["sqlite", "postgres15"] as const) {
    test(`moves a project of drizzle-kit on ${kind}`, { timeout: 300_000 }, async () => {
      await checkMove({
        tool: "drizzle",
        kind,
        own,
        args: ["--from", "old"],
        write: (project) => write(project, kind),
        apply: (project, count) =>
          withJournal(project, (entries) => entries.slice(0, count), () => migrate(project, kind)),
      });
    });
  }

  test(
    "finds the migration that drizzle-kit skips, and runs it",
    { timeout: 300_000 },
    async () => {
      await using project = (await oldProject("sqlite"))!;
      write(project, "sqlite");
      // A branch was merged whose migration is older than one that was applied meanwhile.
      withJournal(
        project,
        (entries) => [entries[0]!, entries[1]!, entries[2]!],
        () => migrate(project, "sqlite"),
      );
      const path = join(project.cwd, "old/meta/_journal.json");
      const journal = JSON.parse(readFileSync(path, "utf8"));
      const [one, two, three, four] = journal.entries as [Entry, Entry, Entry, Entry];
      four.when = two.when + 1;
      writeFileSync(path, JSON.stringify({ ...journal, entries: [one, two, four, three] }));
      migrate(project, "sqlite");
      const ran = await project.whimbrel("adopt", "drizzle", "--from", "old", "--yes");
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(
        ran.stderr,
        /"0003_title" was never applied, although "0002_age" after it was \(drizzle-kit skips it/,
      );
      assert.deepEqual(await standings(project), ["stamped", "stamped", "stamped", "pending"]);
      const upgraded = await project.whimbrel("upgrade");
      assert.equal(upgraded.code, 0, upgraded.stderr);
      assert.match(JSON.stringify(await project.schema(own)), /"title"/);
    },
  );

  test("moves a project of Drizzle 1.0", { timeout: 300_000 }, async () => {
    const sql = [
      "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL)",
      "CREATE TABLE posts (id integer PRIMARY KEY);\n--> statement-breakpoint\n" +
      "INSERT INTO users (name) VALUES ('a');",
      "ALTER TABLE users ADD age integer;",
      "CREATE INDEX users_age ON users (age);",
    ];
    const folder = (index: number) => `old/2024010${index + 1}120000_step`;
    await checkMove({
      tool: "drizzle",
      kind: "sqlite",
      own,
      args: ["--from", "old"],
      write: (project) =>
        project.write({
          "run.mjs": `
import { drizzle } from "drizzle-orm-next/bun-sqlite";
import { migrate } from "drizzle-orm-next/bun-sqlite/migrator";
migrate(drizzle("app.db"), { migrationsFolder: "old" });
`,
        }),
      apply(project, count) {
        const write = (from: number, to: number) =>
          project.write(
            Object.fromEntries(
              sql.slice(from, to).map((
                text,
                index,
              ) => [`${folder(from + index)}/migration.sql`, text]),
            ),
          );
        write(0, count);
        project.tool([bun, "run.mjs"]);
        write(count, sql.length);
      },
    });
  });
});
