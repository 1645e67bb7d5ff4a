import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import fc from "fast-check";
import { invert, type Operation } from "../../../core/operation.ts";
import { sortSchema } from "../../../core/schema_order.ts";
import { type Column, emptySchema, type PrimaryKey, type Table } from "../../../core/schema.ts";
import { introspect } from "../../../adapters/sqlite/introspect.ts";
import { openMemory } from "./memory.ts";

/** Names of all kinds: keywords, quotes, emoji; SQLite takes any but the empty one and NUL. */
const name = fc.oneof(
  fc.constantFrom("select", "a b", 'q"q', "we]ird; --", "ünï", "🦆", "group", "1st", "O'Neil", "`"),
  fc.string({ minLength: 1, maxLength: 8, unit: "grapheme-ascii" }),
).filter((text) => !/^sqlite_|\0/i.test(text));

const literal = fc.oneof(
  fc.integer().map(String),
  fc.string({ maxLength: 6 }).filter((text) => !text.includes("\0"))
    .map((text) => `'${text.replaceAll("'", "''")}'`),
  fc.constantFrom("NULL", "TRUE", "x'00ff'", "CURRENT_TIMESTAMP", "1.5e3", "1 + 2", "lower('(')"),
);

const type = fc.constantFrom(
  "INTEGER",
  "TEXT",
  "VARCHAR(20)",
  "DECIMAL(10,2)",
  "",
  "DOUBLE PRECISION",
);

const columnOf = (called: string): fc.Arbitrary<Column> =>
  fc.record({
    type,
    nullable: fc.boolean(),
    default: fc.option(literal, { nil: undefined }),
    collation: fc.option(fc.constantFrom("NOCASE", "RTRIM"), { nil: undefined }),
  }).map(({ default: value, collation, ...rest }) => ({
    name: called,
    ...rest,
    ...(value === undefined ? {} : { default: value }),
    ...(collation === undefined ? {} : { collation }),
  }));

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A table of some ordinary columns, one generated from the first, and keys over them. */
const tableOf: fc.Arbitrary<Table> = fc.tuple(
  name,
  fc.uniqueArray(name, { minLength: 2, maxLength: 6, selector: (text) => text.toLowerCase() }),
).chain(([called, names]) => {
  const [first = "", second = ""] = names;
  const generated: fc.Arbitrary<Column> = fc.boolean().map((stored) => ({
    name: names.at(-1)!,
    type: "TEXT",
    nullable: true,
    generated: { expression: `upper(${quote(first)}) || ')'`, stored },
  }));
  const columns = names.map((each, at) =>
    at > 1 && at === names.length - 1 ? generated : columnOf(each)
  );
  const primaryKey = fc.constantFrom([first], [first, second])
    .map((key): PrimaryKey => ({ kind: "primary_key", columns: key }));
  return fc.record({
    columns: fc.tuple(...columns),
    primaryKey: fc.option(primaryKey, { nil: undefined }),
    unique: fc.boolean(),
    check: fc.option(name, { nil: undefined }),
    reference: fc.boolean(),
    index: fc.boolean(),
  }).map((given): Table => ({
    name: called,
    columns: given.columns,
    ...(given.primaryKey === undefined ? {} : { primaryKey: given.primaryKey }),
    uniques: given.unique
      ? [{
        kind: "unique",
        name: "u",
        columns: [second, first],
        details: [{ column: second, collation: "BINARY", descending: true }],
      }]
      : [],
    foreignKeys: given.reference
      ? [{
        kind: "foreign_key",
        columns: [second],
        references: { name: called },
        referencedColumns: [first],
        onDelete: "set null",
        deferrable: "deferred",
      }]
      : [],
    checks: given.check === undefined ? [] : [{
      kind: "check",
      name: given.check,
      expression: `${quote(second)} <> ')' /* ( */ OR ${quote(second)} IS NULL`,
      columns: [second],
    }],
    exclusions: [],
    indexes: given.index
      ? [{
        name: `${called} index`,
        unique: false,
        parts: [
          { column: second, descending: true },
          { expression: `lower(${quote(first)})` },
        ],
        where: `${quote(second)} IS NOT NULL`,
      }]
      : [],
    options: {},
  }));
});

describe("createTable() and introspect() of SQLite", () => {
  test("a column with the name of an operator is not in an expression that only has the operator", async () => {
    using memory = openMemory();
    memory.exec(`CREATE TABLE t ("oR" int, a int CHECK (a > 1 OR a IS NULL), CHECK (a OR "or"))`);
    const { tables: [table] } = await memory.schema();
    assert.deepEqual(table!.checks.map(({ columns }) => columns), [["a", "oR"], ["a"]]);
  });

  test("a table that calls its columns by its own name can be rebuilt under another", async () => {
    using memory = openMemory(
      `CREATE TABLE "users" (age int, CHECK ("users"."age" >= 0))`,
    );
    const { tables: [table] } = await memory.schema();
    assert.equal(table!.checks[0]!.expression, `"age" >= 0`);
    const unique = { kind: "unique", name: "u", columns: ["age"] } as const;
    await memory.run([{ kind: "add_constraint", table: { name: "users" }, constraint: unique }]);
    assert.equal((await memory.schema()).tables[0]!.uniques.length, 1);
  });

  test("strings in double quotes, which this SQLite does not take, stand in single ones", async () => {
    const database = new DatabaseSync(":memory:", { enableDoubleQuotedStringLiterals: true });
    database.exec(`
      CREATE TABLE t (a text CHECK (a <> "it's" AND "a" <> "A b" AND "rowid" > 0), b text DEFAULT "x",
        c text AS (CAST("a" AS "text") || "b"), d text AS ("A" || "e" || "lower"("f")));
      CREATE INDEX i ON t ("a" || "-", b COLLATE "nocase") WHERE "b" = "on"`);
    const { tables: [table] } = await introspect({
      query: (sql) => Promise.resolve(database.prepare(sql).all().map((row) => ({ ...row }))),
    });
    database.close();
    assert.equal(table!.checks[0]!.expression, `a <> 'it''s' AND "a" <> 'A b' AND "rowid" > 0`);
    assert.deepEqual(table!.columns.map(({ generated }) => generated?.expression), [
      ...[undefined, undefined, `CAST("a" AS "text") || "b"`],
      `"A" || 'e' || "lower"('f')`,
    ]);
    assert.equal(table!.columns[1]!.default, `"x"`);
    assert.deepEqual(table!.indexes[0], {
      name: "i",
      unique: false,
      parts: [{ expression: `"a" || '-'` }, { column: "b", collation: "nocase" }],
      where: `"b" = 'on'`,
    });
    using memory = openMemory();
    await memory.run([{ kind: "create_table", table: table! }]);
    assert.equal(
      (await memory.schema()).tables[0]!.checks[0]!.expression,
      table!.checks[0]!.expression,
    );
  });

  test("the indexes of unique constraints and the foreign keys are numbered by their columns", async () => {
    const script =
      `CREATE TABLE t (z int UNIQUE REFERENCES t, m int REFERENCES u, a int UNIQUE REFERENCES v)`;
    using direct = openMemory(script);
    using memory = openMemory();
    const { tables: [table] } = await direct.schema();
    await memory.run([{ kind: "create_table", table: table! }]);
    for (const pragma of ["foreign_key_list(t)", "index_info(sqlite_autoindex_t_1)"]) {
      assert.deepEqual(memory.rows(`PRAGMA ${pragma}`), direct.rows(`PRAGMA ${pragma}`));
    }
  });

  test("any table comes back as it was, also after a rebuild", async () => {
    await fc.assert(
      fc.asyncProperty(tableOf, async (table) => {
        using memory = openMemory();
        await memory.run([{ kind: "create_table", table }]);
        const expected = sortSchema({ ...emptySchema, tables: [table] });
        assert.deepEqual(await memory.schema(), expected);
        const unique: Operation = {
          kind: "add_constraint",
          table: { name: table.name },
          constraint: { kind: "unique", name: "added", columns: [table.columns[0]!.name] },
        };
        await memory.run([unique]);
        await memory.run([invert(unique)]);
        assert.deepEqual(await memory.schema(), expected);
      }),
      { numRuns: 200 },
    );
  });
});
