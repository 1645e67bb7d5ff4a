import { describe, test } from "node:test";

import { checkMove, node } from "./project.ts";

const users = `import { sql } from "kysely";
export async function up(db) {
  await db.schema.createTable("users")
    .addColumn("id", "serial", (column) => column.primaryKey())
    .addColumn("name", "varchar(80)", (column) => column.notNull().defaultTo("it's"))
    .addColumn("made", "timestamptz", (column) => column.defaultTo(sql\`now()\`))
    .execute();
}
export const down = (db) => db.schema.dropTable("users").execute();
`;

const posts = `export async function up(db) {
  await db.schema.createTable("posts").addColumn("id", "serial", (column) => column.primaryKey())
    .addColumn("user_id", "integer", (column) => column.references("users.id")).execute();
  await db.insertInto("users").values([{ name: "a ? b" }, { name: "$1" }]).execute();
}
export const down = (db) => db.schema.dropTable("posts").execute();
`;

const age = `export async function up(db) {
  await db.schema.alterTable("users").addColumn("age", "integer").execute();
  await db.schema.createIndex("users_age").on("users").column("age").execute();
}
export const down = (db) => db.schema.alterTable("users").dropColumn("age").execute();
`;

const rename = `export const up = (db) =>
  db.schema.alterTable("users").renameColumn("name", "full_name").execute();
`;

const program = `
import { promises as fs } from "node:fs";
import path from "node:path";
import pg from "pg";
import { Kysely, PostgresDialect } from "kysely";
import { FileMigrationProvider, Migrator } from "kysely/migration";
const [url, count] = process.argv.slice(2);
const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) });
const migrationFolder = path.resolve("old");
const migrator = new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) });
for (let done = 0; done < Number(count); done++) {
  const { error } = await migrator.migrateUp();
  if (error) throw error;
}
await db.destroy();
`;

describe("adopt kysely", () => {
  test("moves a real project on MariaDB", { timeout: 300_000 }, async () => {
    const onMysql = (text: string) =>
      text.replace(
        '"serial", (column) => column.primaryKey()',
        '"integer", (column) => column.primaryKey().autoIncrement()',
      )
        .replace("timestamptz", "datetime");
    await checkMove({
      tool: "kysely",
      kind: "mariadb",
      own: ["kysely_migration", "kysely_migration_lock"],
      args: ["--from", "old"],
      write: (project) =>
        project.write({
          "old/2024_01_users.mjs": onMysql(users),
          "old/2024_02_posts.mjs": onMysql(posts),
          "old/2024_03_age.mjs": onMysql(age),
          "old/2024_04_rename.mjs": onMysql(rename),
          "run.mjs": program.replace('import pg from "pg";', 'import { createPool } from "mysql2";')
            .replaceAll("PostgresDialect", "MysqlDialect")
            .replace("new pg.Pool({ connectionString: url })", "createPool(url)"),
        }),
      apply: (project, count) => void project.tool([node, "run.mjs", project.url, String(count)]),
    });
  });

  test("moves a real project on PostgreSQL", { timeout: 300_000 }, async () => {
    await checkMove({
      tool: "kysely",
      kind: "postgres15",
      own: ["kysely_migration", "kysely_migration_lock"],
      args: ["--from", "old"],
      write: (project) =>
        project.write({
          "old/2024_01_users.mjs": users,
          "old/2024_02_posts.mjs": posts,
          "old/2024_03_age.mjs": age,
          "old/2024_04_rename.mjs": rename,
          "run.mjs": program,
        }),
      apply: (project, count) => void project.tool([node, "run.mjs", project.url, String(count)]),
    });
  });
});
