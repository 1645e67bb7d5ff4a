import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapter } from "../../../adapters/postgres/mod.ts";
import type { Schema } from "../../../core/schema.ts";
import { folder } from "../../cli/run.ts";
import { type DatabaseServer, query, type ServerName, useServer } from "../../servers/mod.ts";
import { open } from "./database.ts";

const names: readonly ServerName[] = ["postgres15", "postgres18"];
for (const name of names) {
  const server = await useServer(name);
  describe(`a migration in TypeScript on ${name}`, { skip: server === undefined }, () => {
    if (server !== undefined) suite(server);
  });
}

const first = `// revision: aaaaaaaaaaaa
// parents:

import type { Operations } from "whimbrel";

export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("teams", {
    columns: {
      id: { type: "integer", primaryKey: true, autoIncrement: true },
      name: { type: "text", nullable: false, comment: "it's shown" },
    },
  });
  await op.createTable("users", {
    columns: {
      id: { type: "bigint", primaryKey: true, autoIncrement: true },
      email: { type: "varchar(200)", nullable: false, unique: true, default: "it's \\\\ none" },
      active: { type: "boolean", nullable: false, default: true },
      team_id: { type: "integer", references: { table: "teams", onDelete: "set null" } },
      settings: { type: "json", default: { sql: "'{}'" } },
      made: { type: "timestamptz", default: { sql: "CURRENT_TIMESTAMP" } },
      age: { type: "text" },
    },
    checks: ["length(email) > 1"],
    indexes: [{ columns: { sql: "lower(email)" }, where: "active" }],
    comment: "people",
  });
  await op.execute("INSERT INTO users (email, age) VALUES ('a@b', '41')");
}

export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("users");
  await op.dropTable("teams");
}
`;

const second = `// revision: bbbbbbbbbbbb
// parents: aaaaaaaaaaaa

import type { Operations } from "whimbrel";

export async function upgrade(op: Operations): Promise<void> {
  await op.addColumn("users", "nick", { type: "text", check: "nick <> ''" });
  await op.alterColumn("users", "age", { type: "integer", default: 18 });
  await op.alterColumn("users", "email", { type: "text", default: null, comment: "where to write" });
  await op.renameColumn("users", "email", "mail");
  await op.dropConstraint("users", "users_email_key");
  await op.createIndex("users", [{ column: "mail", descending: true }], { unique: true });
  await op.dropColumn("users", "settings");
  await op.addForeignKey("teams", "id", { table: "users", name: "lead" });
  const rows = await op.query("SELECT age FROM users WHERE mail = $1", ["a@b"]);
  await op.execute(\`UPDATE users SET nick = 'n\${rows[0]?.age}'\`);
}

export async function downgrade(op: Operations): Promise<void> {
  await op.dropConstraint("teams", "lead");
  await op.addColumn("users", "settings", { type: "json", default: { sql: "'{}'" } });
  await op.dropIndex("users", "users_mail_idx");
  await op.renameColumn("users", "mail", "email");
  await op.addUnique("users", "email");
  await op.alterColumn("users", "email", {
    type: "varchar(200)",
    default: "it's \\\\ none",
    comment: null,
  });
  await op.alterColumn("users", "age", { type: "text", default: null });
  await op.dropColumn("users", "nick");
}
`;

const elsewhere = `// revision: cccccccccccc
// parents:

export async function upgrade(op) {
  await op.execute("CREATE SCHEMA billing");
  await op.createTable("billing.invoices", {
    columns: { id: { type: "integer", primaryKey: true }, note: { type: "text" } },
  });
  await op.alterColumn("billing.invoices", "id", { type: "bigint" });
  await op.dropColumn("billing.invoices", "note");
}
`;

function suite(server: DatabaseServer): void {
  test("goes up and down from the command line, and rows stay", async () => {
    const url = await server.createDatabase();
    try {
      using project = folder({
        "migrations/20260101_0000-aaaaaaaaaaaa_first.ts": first,
        "migrations/20260102_0000-bbbbbbbbbbbb_second.ts": second,
      }, { DATABASE_URL: url });
      await project.result("upgrade", "aaaaaaaaaaaa");
      const before = await schemaOf(url);
      await project.result("upgrade");
      const { tables } = await schemaOf(url);
      assert.deepEqual(tables.find(({ name }) => name === "users"), users);
      assert.deepEqual(await query(url, "SELECT id, mail, age, nick, team_id FROM users"), [
        { id: "1", mail: "a@b", age: 41, nick: "n41", team_id: null },
      ]);
      await project.result("downgrade", "-1", "--yes");
      assert.deepEqual(inAnyOrder(await schemaOf(url)), inAnyOrder(before));
      assert.deepEqual(await query(url, "SELECT email, age, settings FROM users"), [
        { email: "a@b", age: "41", settings: {} },
      ]);
      await project.result("upgrade");
      await project.result("downgrade", "base", "--yes");
      assert.deepEqual((await schemaOf(url)).tables, []);
    } finally {
      await server.dropDatabase(url);
    }
  });

  test("changes tables of a schema that is not in the search path", async () => {
    const url = await server.createDatabase();
    try {
      using project = folder({ "migrations/20260101_0000-cccccccccccc_only.ts": elsewhere }, {
        DATABASE_URL: url,
      });
      await project.result("upgrade");
      await using session = await open(url);
      const { tables } = await adapter.introspect(session, {
        exclude: [],
        namespaces: ["billing"],
      });
      assert.deepEqual(tables.map(({ schema, name, columns }) => ({ schema, name, columns })), [{
        schema: "billing",
        name: "invoices",
        columns: [{ name: "id", type: "bigint", nullable: false }],
      }]);
    } finally {
      await server.dropDatabase(url);
    }
  });
}

/** The schema without the tool's own tables. */
async function schemaOf(url: string): Promise<Schema> {
  await using session = await open(url);
  const tools = ["whimbrel_migrations", "whimbrel_journal", "whimbrel_control"];
  return await adapter.introspect(session, { exclude: tools.map((name) => [name]) });
}

/** PostgreSQL adds columns at the end only. */
function inAnyOrder({ tables, ...rest }: Schema): unknown {
  const byName = (one: { name: string }, other: { name: string }) => one.name < other.name ? -1 : 1;
  return {
    ...rest,
    tables: tables.map((table) => ({ ...table, columns: [...table.columns].sort(byName) })),
  };
}

const users = {
  name: "users",
  columns: [
    { name: "id", type: "bigint", nullable: false, identity: {} },
    { name: "mail", type: "text", nullable: false, comment: "where to write" },
    { name: "active", type: "boolean", nullable: false, default: "true" },
    { name: "team_id", type: "integer", nullable: true },
    {
      name: "made",
      type: "timestamp with time zone",
      nullable: true,
      default: "CURRENT_TIMESTAMP",
    },
    { name: "age", type: "integer", nullable: true, default: "18" },
    { name: "nick", type: "text", nullable: true },
  ],
  primaryKey: { kind: "primary_key", name: "users_pkey", columns: ["id"] },
  uniques: [],
  foreignKeys: [{
    kind: "foreign_key",
    name: "users_team_id_fkey",
    columns: ["team_id"],
    references: { name: "teams" },
    referencedColumns: ["id"],
    onDelete: "set null",
  }],
  checks: [
    { kind: "check", name: "users_check", expression: "length(mail) > 1", columns: ["mail"] },
    { kind: "check", name: "users_nick_check", expression: "nick <> ''::text", columns: ["nick"] },
  ],
  exclusions: [],
  indexes: [
    {
      name: "users_expr_idx",
      unique: false,
      parts: [{ expression: "lower(mail)" }],
      where: "active",
    },
    { name: "users_mail_idx", unique: true, parts: [{ column: "mail", descending: true }] },
  ],
  options: {},
  comment: "people",
};
