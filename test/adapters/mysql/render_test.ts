import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { applyAll } from "../../../core/apply.ts";
import { invertAll, type Operation } from "../../../core/operation.ts";
import { emptySchema, type Schema, type Table } from "../../../core/schema.ts";
import { createDialect } from "../../../adapters/mysql/dialect.ts";
import { useDatabase } from "./database.ts";
import { cases, column, script } from "./render_cases.ts";
import { mysqlServers } from "./servers.ts";

/** The schema without quotes of names, which a rename in the model writes in its own way. */
function comparable(schema: Schema): unknown {
  return JSON.parse(
    JSON.stringify({ ...schema, tables: schema.tables.map(withSortedProperties) })
      .replaceAll("`", "").replaceAll('\\"', ""),
  );
}

function withSortedProperties(table: Table): unknown {
  return { ...table, columns: table.columns.map((each) => ({ ...each })) };
}

const survivors = "SELECT id, email, note, boss, seen FROM person ORDER BY id";

for (const server of await mysqlServers()) {
  describe(`render() on ${server.name}`, { timeout: 120_000 }, () => {
    for (const { name, only, change, statements } of cases) {
      if (only !== undefined && only !== server.name) continue;
      test(`${name}: there and back`, async () => {
        await using database = await useDatabase(server, script);
        const before = await database.schema();
        const rows = await database.rows(survivors);
        const operations = change(before);
        const there = await database.run(operations);
        assert.deepEqual(
          there.slice(0, statements.length).map((sql, at) => sql.slice(0, statements[at]?.length)),
          statements,
        );
        const after = await database.schema();
        const expected = applyAll(before, operations);
        assert.deepEqual(
          comparable({ ...after, objects: [] }),
          comparable({ ...expected, objects: [] }),
        );
        assert.deepEqual(
          after.objects.map((object) => [object.kind, object.name, object.table]),
          expected.objects.map((object) => [object.kind, object.name, object.table]),
        );
        await database.run(invertAll(operations));
        assert.deepEqual(comparable(await database.schema()), comparable(before));
        if (!name.startsWith("alter_table_options")) {
          assert.deepEqual(await database.rows(survivors), rows);
        }
        await database.exec("INSERT INTO person (email, age) VALUES ('new', 40)");
        assert.deepEqual(await database.rows("SELECT MAX(id) AS id FROM person"), [{ id: 3 }]);
        await database.exec("DELETE FROM person WHERE email = 'new'");
        assert.deepEqual(await database.rows("SELECT line FROM log"), [{ line: "gone 3" }]);
      });
    }

    test("alter_column with `using` computes values that MODIFY could not convert", async () => {
      await using database = await useDatabase(
        server,
        `CREATE TABLE t (
           id int PRIMARY KEY, size varchar(10) NOT NULL, n int,
           seen timestamp(3) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(3),
           UNIQUE KEY t_size (size), KEY t_both (n, size DESC)
         );
         INSERT INTO t VALUES (1, 'small', 4, '2020-01-01'), (2, 'huge', 5, '2020-01-02')`,
      );
      const before = await database.schema();
      const change: Operation = {
        kind: "alter_column",
        table: { name: "t" },
        from: column(before, ["t", "size"]),
        to: { name: "size", type: "int", nullable: false, default: "0" },
        using: "length(size) * 10",
      };
      await database.run([change]);
      const after = await database.schema();
      assert.deepEqual(after, applyAll(before, [change]));
      assert.deepEqual(await database.rows("SELECT id, size, n, seen FROM t ORDER BY id"), [
        { id: 1, size: 50, n: 4, seen: "2020-01-01 00:00:00.000" },
        { id: 2, size: 40, n: 5, seen: "2020-01-02 00:00:00.000" },
      ]);
    });

    test("the index of a dropped foreign key stays where another key leans on it", async () => {
      await using database = await useDatabase(
        server,
        `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE q (id int PRIMARY KEY);
         CREATE TABLE c (x int,
           CONSTRAINT one FOREIGN KEY (x) REFERENCES p (id),
           CONSTRAINT two FOREIGN KEY (x) REFERENCES q (id))`,
      );
      const before = await database.schema();
      const keys = before.tables[0]!.foreignKeys;
      await database.run([{ kind: "drop_constraint", table: { name: "c" }, constraint: keys[0]! }]);
      const { tables: [table] } = await database.schema();
      assert.deepEqual(table!.foreignKeys, [keys[1]]);
    });

    test("what only the other server has is refused", async () => {
      await using database = await useDatabase(server, "CREATE TABLE t (a int, b varchar(9))");
      const table = { name: "t" };
      const refusedHere: Operation = database.mariadb
        ? {
          kind: "create_index",
          table,
          index: { name: "i", unique: false, parts: [{ expression: "lower(b)" }] },
        }
        : { kind: "create_sequence", sequence: { name: "s" } };
      await assert.rejects(database.run([refusedHere]), { code: "refused_statement" });
    });
  });
}

describe("render() without a server", () => {
  const dialect = createDialect();
  const table = { name: "t" };
  test("says how a table that is there is to be altered, and no new one", () => {
    const column = { name: "b", type: "int", nullable: true };
    const whole = {
      ...{ name: "t", columns: [{ ...column, name: "a" }], options: {} },
      ...{ uniques: [], foreignKeys: [], checks: [], exclusions: [], indexes: [] },
    };
    const add = { kind: "add_column", table, column } as const;
    const options = { algorithm: "inplace", lock: "none" };
    const texts = (before: Schema, ...list: readonly Operation[]) =>
      dialect.render(list, before, options).map(({ text }) => text.replace(/\s+/g, " "));
    assert.deepEqual(texts({ ...emptySchema, tables: [whole] }, add), [
      "ALTER TABLE `t` ADD COLUMN `b` int, ALGORITHM=INPLACE, LOCK=NONE",
    ]);
    assert.doesNotMatch(
      texts(emptySchema, { kind: "create_table", table: whole }, add).join(),
      /ALGORITHM/,
    );
  });

  const text = { name: "a", type: "varchar(9)", nullable: true };
  const refusals = [
    [{ kind: "create_enum", enum: { name: "mood", values: ["ok"] } }, /create enum/],
    [
      { kind: "create_domain", domain: { name: "d", type: "int", nullable: true, checks: [] } },
      /create domain/,
    ],
    [{ kind: "create_composite", composite: { name: "c", fields: [] } }, /create composite/],
    [{
      kind: "create_index",
      table,
      index: { name: "i", unique: false, parts: [{ column: "a" }], where: "a > 1" },
    }, /index "i"/],
    [
      { kind: "add_column", table, column: { ...text, type: { name: "mood", dimensions: 0 } } },
      /no type "mood"/,
    ],
    [{
      kind: "add_constraint",
      table,
      constraint: { kind: "unique", name: "u", columns: ["a"], deferrable: "deferred" },
    }, /unique on "a"/],
    [{ kind: "alter_table_options", table, from: {}, to: { strict: true } }, /option "strict"/],
  ] as const satisfies readonly (readonly [Operation, RegExp])[];
  for (const [operation, message] of refusals) {
    test(`${operation.kind} of ${message.source} is refused`, () => {
      assert.throws(
        () => dialect.render([operation], emptySchema),
        { code: "refused_statement", message },
      );
    });
  }

  test("needsSchema() asks for it only where the table must be known", () => {
    const needs = (...operations: readonly Operation[]) => dialect.needsSchema!(operations);
    assert.equal(needs({ kind: "add_column", table, column: text }), false);
    assert.equal(needs({ kind: "add_column", table, column: text, position: 0 }), true);
    assert.equal(needs({ kind: "drop_column", table, column: text }), false);
    assert.equal(needs({ kind: "alter_column", table, from: text, to: text }), false);
    assert.equal(needs({ kind: "alter_column", table, from: text, to: text, using: "1" }), true);
    assert.equal(needs({ kind: "rename_column", table, from: "a", to: "b" }), true);
    const rename = { kind: "rename_column", table, from: "a", to: "b" } as const;
    assert.equal(createDialect({ mariadb: true }).needsSchema!([rename]), false);
    assert.throws(() => dialect.render([rename], emptySchema), /There is no table "t"/);
  });

  test("the time now gets the precision of its column", () => {
    const [statement] = dialect.render([{
      kind: "add_column",
      table,
      column: { name: "at", type: "datetime(6)", nullable: false, default: "now()" },
    }], emptySchema);
    assert.equal(
      statement?.text,
      "ALTER TABLE `t` ADD COLUMN `at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)",
    );
  });
});
