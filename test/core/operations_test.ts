import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Value } from "../../core/adapter.ts";
import type { Operations } from "../../core/op.ts";
import type { Operation } from "../../core/operation.ts";
import { createOperations } from "../../core/operations.ts";
import type { Table } from "../../core/schema.ts";

const users: Table = {
  schema: "app",
  name: "users",
  columns: [
    { name: "id", type: "bigint", nullable: false },
    { name: "email", type: "text", nullable: true, default: "'x'", comment: "where to write" },
    { name: "age", type: "int", nullable: false, notNull: { name: "nn" } },
  ],
  uniques: [{ kind: "unique", name: "users_email_key", columns: ["email"] }],
  foreignKeys: [],
  checks: [{ kind: "check", name: "both", expression: "age > id", columns: ["age", "id"] }],
  exclusions: [],
  indexes: [{ name: "low", unique: false, parts: [{ expression: "lower(email)" }] }],
  options: {},
};

/** Operations that are kept; whatever passes must survive a message channel. */
function record(): {
  readonly op: Operations;
  readonly calls: unknown[];
  readonly list: Operation[];
} {
  const list: Operation[] = [];
  const calls: unknown[] = [];
  const op = createOperations({
    dialect: "loud",
    execute: (sql) => Promise.resolve(void calls.push(sql)),
    query: (sql, parameters) => {
      calls.push([sql, parameters]);
      return Promise.resolve([{ n: 1 }]);
    },
    operations: (operations) => Promise.resolve(void list.push(...structuredClone(operations))),
    table: ({ schema, name }) =>
      Promise.resolve(schema === "app" && name === "users" ? users : undefined),
    spell: (request) => {
      const { types, values } = structuredClone(request);
      return Promise.resolve({
        types: types.map((type) => type.toUpperCase()),
        literals: values.map((value: Value) => `<${String(value)}>`),
      });
    },
  });
  return { op, calls, list };
}

describe("createOperations()", () => {
  test("createTable() makes a table of columns, keys, references, checks and indexes", async () => {
    const { op, list } = record();
    await op.createTable("app.orders", {
      columns: {
        id: { type: "bigint", primaryKey: true, autoIncrement: true },
        code: { type: "varchar(9)", nullable: false, unique: true, default: "x", collation: "C" },
        user_id: { type: "bigint", references: { table: "app.users", onDelete: "cascade" } },
        total: { type: "decimal(10,2)", default: 0, check: "total >= 0", comment: "in euros" },
        at: { type: "timestamp", default: { sql: "CURRENT_TIMESTAMP" } },
        double: { type: "real", generated: { sql: "total * 2", stored: true } },
      },
      uniques: [["user_id", "at"], { name: "mine", columns: "at" }],
      foreignKeys: [{
        name: "pair",
        columns: ["user_id", "code"],
        references: { table: { name: "a.b" }, columns: ["x", "y"], deferrable: "deferred" },
      }],
      checks: ["total < 10", { name: "named", sql: "code <> ''" }, "at > user_id"],
      indexes: [
        {
          columns: [{ column: "total", descending: true }, { sql: "lower(code)" }],
          where: "total > 0",
        },
        { columns: "at", unique: true, name: "by_at" },
      ],
      strict: true,
      options: { engine: "InnoDB" },
      comment: "what is bought",
    });
    const references = { schema: "app", name: "users" };
    assert.deepEqual(list, [{
      kind: "create_table",
      table: {
        schema: "app",
        name: "orders",
        columns: [
          { name: "id", type: "BIGINT", nullable: false, identity: {} },
          { name: "code", type: "VARCHAR(9)", nullable: false, default: "<x>", collation: "C" },
          { name: "user_id", type: "BIGINT", nullable: true },
          {
            name: "total",
            type: "DECIMAL(10,2)",
            nullable: true,
            default: "<0>",
            comment: "in euros",
          },
          { name: "at", type: "TIMESTAMP", nullable: true, default: "CURRENT_TIMESTAMP" },
          {
            name: "double",
            type: "REAL",
            nullable: true,
            generated: { expression: "total * 2", stored: true },
          },
        ],
        primaryKey: { kind: "primary_key", columns: ["id"] },
        uniques: [
          { kind: "unique", name: "orders_code_key", columns: ["code"] },
          { kind: "unique", name: "orders_user_id_at_key", columns: ["user_id", "at"] },
          { kind: "unique", name: "mine", columns: ["at"] },
        ],
        foreignKeys: [
          {
            kind: "foreign_key",
            name: "orders_user_id_fkey",
            columns: ["user_id"],
            references,
            referencedColumns: ["id"],
            onDelete: "cascade",
          },
          {
            kind: "foreign_key",
            name: "pair",
            columns: ["user_id", "code"],
            references: { name: "a.b" },
            referencedColumns: ["x", "y"],
            deferrable: "deferred",
          },
        ],
        checks: [
          {
            kind: "check",
            name: "orders_total_check",
            expression: "total >= 0",
            columns: ["total"],
          },
          { kind: "check", name: "orders_check", expression: "total < 10", columns: ["total"] },
          { kind: "check", name: "named", expression: "code <> ''", columns: ["code"] },
          {
            kind: "check",
            name: "orders_3_check",
            expression: "at > user_id",
            columns: ["at", "user_id"],
          },
        ],
        exclusions: [],
        indexes: [
          {
            name: "orders_total_expr_idx",
            unique: false,
            parts: [{ column: "total", descending: true }, { expression: "lower(code)" }],
            where: "total > 0",
          },
          { name: "by_at", unique: true, parts: [{ column: "at" }] },
        ],
        options: { engine: "InnoDB", strict: true },
        comment: "what is bought",
      },
    }]);
  });

  test("ifNotExists and ifExists leave alone what is there, or is not", async () => {
    const { op, list } = record();
    const columns = { id: { type: "integer" } };
    await op.createTable("app.users", { columns, ifNotExists: true });
    await op.dropTable("ghosts", { ifExists: true });
    assert.deepEqual(list, []);
    await op.createTable("ghosts", { columns, ifNotExists: true });
    await op.dropTable("app.users", { ifExists: true });
    assert.deepEqual(list.map(({ kind }) => kind), ["create_table", "drop_table"]);
  });

  test("addColumn() brings the constraints of the column", async () => {
    const { op, list } = record();
    await op.addColumn("app.users", "team_id", {
      type: "bigint",
      references: "teams",
      unique: true,
    });
    const table = { schema: "app", name: "users" };
    assert.deepEqual(list, [
      { kind: "add_column", table, column: { name: "team_id", type: "BIGINT", nullable: true } },
      {
        kind: "add_constraint",
        table,
        constraint: { kind: "unique", name: "users_team_id_key", columns: ["team_id"] },
      },
      {
        kind: "add_constraint",
        table,
        constraint: {
          kind: "foreign_key",
          name: "users_team_id_fkey",
          columns: ["team_id"],
          references: { name: "teams" },
          referencedColumns: ["id"],
        },
      },
    ]);
  });

  test("dropColumn() takes along what is on the column alone, and refuses the rest", async () => {
    const { op, list } = record();
    await op.dropColumn("app.users", "email");
    const table = { schema: "app", name: "users" };
    assert.deepEqual(list, [
      { kind: "drop_index", table, index: users.indexes[0] },
      { kind: "drop_constraint", table, constraint: users.uniques[0] },
      { kind: "drop_column", table, column: users.columns[1], position: 1 },
    ]);
    await assert.rejects(op.dropColumn("app.users", "age"), {
      code: "invalid_migration",
      message: 'Cannot run op.dropColumn(): the constraint "both" of "app.users" is on "age" ' +
        "and other columns",
    });
  });

  test("alterColumn() changes what is named and nothing else", async () => {
    const { op, list } = record();
    await op.alterColumn("app.users", "email", { type: "varchar(9)", default: null, using: "e" });
    await op.alterColumn("app.users", "email", { nullable: false, default: 5n, comment: null });
    await op.alterColumn("app.users", "age", { nullable: true });
    const table = { schema: "app", name: "users" };
    const [, email, age] = users.columns;
    const comment = "where to write";
    assert.deepEqual(list, [
      {
        kind: "alter_column",
        table,
        from: email,
        to: { name: "email", type: "VARCHAR(9)", nullable: true, comment },
        using: "e",
      },
      {
        kind: "alter_column",
        table,
        from: email,
        to: { name: "email", type: "text", nullable: false, default: "<5>" },
      },
      {
        kind: "alter_column",
        table,
        from: age,
        to: { name: "age", type: "int", nullable: true },
      },
    ]);
  });

  test("the other operations say what they are called for", async () => {
    const { op, list, calls } = record();
    const table = { schema: "app", name: "users" };
    await op.renameTable("app.users", "app.people");
    await op.renameColumn("app.users", "age", "years");
    await op.addPrimaryKey("app.users", ["id"], { name: "pk" });
    await op.addUnique("app.users", "age");
    await op.addForeignKey("app.users", "age", { table: "x", columns: "y" });
    await op.addCheck("app.users", "old", "age > 99");
    await op.dropConstraint("app.users", "both");
    await op.createIndex("app.users", { sql: "age + 1" }, { concurrently: true, method: "hash" });
    await op.dropIndex("app.users", "low");
    await op.renameIndex("app.users", "low", "high");
    assert.deepEqual(list, [
      { kind: "rename_table", from: table, to: { schema: "app", name: "people" } },
      { kind: "rename_column", table, from: "age", to: "years" },
      {
        kind: "add_constraint",
        table,
        constraint: { kind: "primary_key", name: "pk", columns: ["id"] },
      },
      {
        kind: "add_constraint",
        table,
        constraint: { kind: "unique", name: "users_age_key", columns: ["age"] },
      },
      {
        kind: "add_constraint",
        table,
        constraint: {
          kind: "foreign_key",
          name: "users_age_fkey",
          columns: ["age"],
          references: { name: "x" },
          referencedColumns: ["y"],
        },
      },
      {
        kind: "add_constraint",
        table,
        constraint: { kind: "check", name: "old", expression: "age > 99", columns: ["age"] },
      },
      { kind: "drop_constraint", table, constraint: users.checks[0] },
      {
        kind: "create_index",
        table,
        index: {
          name: "users_expr_idx",
          unique: false,
          parts: [{ expression: "age + 1" }],
          method: "hash",
        },
        concurrently: true,
      },
      { kind: "drop_index", table, index: users.indexes[0] },
      { kind: "rename_index", table, from: "low", to: "high" },
    ]);
    await op.execute("SELECT 1");
    assert.deepEqual(await op.query("SELECT ?", [1]), [{ n: 1 }]);
    assert.deepEqual(calls, ["SELECT 1", ["SELECT ?", [1]]]);
    assert.equal(op.dialect, "loud");
  });

  test("a name that is too long is cut to 63 bytes and stays its own", async () => {
    const { op, list } = record();
    const long = "ü".repeat(40);
    await op.addUnique("t", [long, "a"]);
    await op.addUnique("t", [long, "b"]);
    const names = list.map((each) => each.kind === "add_constraint" ? each.constraint.name! : "");
    assert.equal(new Set(names).size, 2);
    for (const name of names) {
      assert.ok(Buffer.byteLength(name) <= 63, name);
      assert.match(name, /^t_ü+_[0-9a-f]{8}_key$/);
    }
  });

  const wrong: readonly [string, (op: Operations) => Promise<unknown>, RegExp, RegExp?][] = [
    ["no columns", (op) => op.createTable("t", { columns: {} }), /table "t" has no columns/],
    ["an empty name", (op) => op.dropTable(""), /a table's name must be a text that is not empty/],
    [
      "a name of many parts",
      (op) => op.dropTable("a.b.c"),
      /neither a name nor/,
      /\{ name: "a.b.c" \}/,
    ],
    [
      "a missing type",
      (op) => op.addColumn("t", "a", {} as never),
      /the type of column "a" must be a text that is not empty, not undefined/,
    ],
    [
      "an unknown property",
      (op) => op.addColumn("t", "a", { type: "text", nulable: true } as never),
      /column "a" has an unknown property "nulable"/,
      /did you mean "nullable"/,
    ],
    [
      "a default that is no value",
      (op) => op.addColumn("t", "a", { type: "text", default: { now: 1 } as never }),
      /a default is neither a value of the database nor SQL/,
      /\{ sql: "\.\.\." \}/,
    ],
    [
      "two primary keys",
      (op) =>
        op.createTable("t", {
          columns: {
            a: { type: "text", primaryKey: true },
            b: { type: "text", primaryKey: true },
          },
        }),
      /more than one primary key/,
      /`primaryKey: \[\.\.\.\]`/,
    ],
    [
      "a key on a column that is not there",
      (op) => op.createTable("t", { columns: { a: { type: "text" } }, uniques: ["b"] }),
      /has no column "b" for its key/,
    ],
    [
      "a reference of another width",
      (op) => op.addForeignKey("t", ["a", "b"], { table: "x" }),
      /2 columns cannot refer to 1/,
    ],
    ["a table that is not there", (op) => op.dropColumn("t", "a"), /there is no table "t"/],
    [
      "a column that is not there",
      (op) => op.alterColumn("app.users", "mail", { nullable: true }),
      /has no column "mail"/,
      /it has "id", "email", "age"/,
    ],
    ["an index that is not there", (op) => op.dropIndex("app.users", "no"), /has no index "no"/],
    [
      "a constraint that is not there",
      (op) => op.dropConstraint("app.users", "no"),
      /no constraint "no"/,
    ],
    ["an index of nothing", (op) => op.createIndex("t", []), /at least one column/],
    ["blank SQL", (op) => op.execute("  "), /the SQL text must be a text that is not empty/],
  ];
  for (const [what, call, message, hint] of wrong) {
    test(`${what} is refused before anything is sent`, async () => {
      const { op, list } = record();
      await assert.rejects(call(op), (error: Error & { code?: string; hint?: string }) => {
        assert.equal(error.code, "invalid_migration");
        assert.match(error.message, message);
        if (hint !== undefined) assert.match(error.hint ?? "", hint);
        return true;
      });
      assert.deepEqual(list, []);
    });
  }
});
