import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createOperations } from "../../../core/operations.ts";
import { dialect } from "../../../adapters/sqlite/dialect.ts";
import { spellType } from "../../../adapters/sqlite/types.ts";
import { type Memory, openMemory } from "./memory.ts";

function operationsOn(memory: Memory) {
  return createOperations({
    dialect: dialect.name,
    execute: (sql) => Promise.resolve(memory.exec(sql)),
    query: (sql) => Promise.resolve(memory.rows(sql)),
    operations: async (list) => void await memory.run(list),
    table: async ({ name }) => (await memory.schema()).tables.find((table) => table.name === name),
    spell: ({ types, values }) =>
      Promise.resolve({ types: types.map(spellType), literals: values.map(dialect.literal) }),
  });
}

describe("the operations of a migration on SQLite", () => {
  test("a whole migration runs, and its schema is what it says", async () => {
    using memory = openMemory();
    const op = operationsOn(memory);
    await op.createTable("teams", {
      columns: { id: { type: "integer", primaryKey: true }, name: { type: "text" } },
      strict: true,
    });
    await op.createTable("users", {
      columns: {
        id: { type: "integer", primaryKey: true, autoIncrement: true },
        email: { type: "varchar(200)", nullable: false, unique: true, default: "it's" },
        active: { type: "boolean", nullable: false, default: true },
        team_id: { type: "bigint", references: { table: "teams", onDelete: "set null" } },
        made: { type: "timestamp", default: { sql: "CURRENT_TIMESTAMP" } },
      },
      checks: ["length(email) > 1"],
      indexes: [{ columns: { sql: "lower(email)" } }],
    });
    await op.execute("INSERT INTO users (email, team_id) VALUES ('a@b', NULL)");
    await op.addColumn("users", "nick", { type: "text", check: "nick <> ''" });
    await op.alterColumn("users", "email", { type: "text", default: null });
    await op.renameColumn("users", "email", "mail");
    await op.dropColumn("users", "active");
    await op.dropConstraint("users", "users_email_key");
    await op.createIndex("users", "mail", { unique: true });
    assert.deepEqual(await op.query("SELECT id, mail, nick, team_id FROM users"), [
      { id: 1, mail: "a@b", nick: null, team_id: null },
    ]);
    const { tables } = await memory.schema();
    const users = tables.find(({ name }) => name === "users");
    assert.deepEqual(users, {
      name: "users",
      columns: [
        { name: "id", type: "INTEGER", nullable: false, identity: {} },
        { name: "mail", type: "TEXT", nullable: false },
        { name: "team_id", type: "INTEGER", nullable: true },
        { name: "made", type: "TEXT", nullable: true, default: "CURRENT_TIMESTAMP" },
        { name: "nick", type: "TEXT", nullable: true },
      ],
      primaryKey: { kind: "primary_key", columns: ["id"] },
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
        {
          kind: "check",
          name: "users_check",
          expression: 'length("mail") > 1',
          columns: ["mail"],
        },
        { kind: "check", name: "users_nick_check", expression: "nick <> ''", columns: ["nick"] },
      ],
      exclusions: [],
      indexes: [
        { name: "users_expr_idx", unique: false, parts: [{ expression: 'lower("mail")' }] },
        { name: "users_mail_idx", unique: true, parts: [{ column: "mail" }] },
      ],
      options: {},
    });
    await op.dropTable("users");
    assert.deepEqual((await memory.schema()).tables.map(({ name }) => name), ["teams"]);
  });
});
