import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { applyAll } from "../../../core/apply.ts";
import { invertAll, type Operation } from "../../../core/operation.ts";
import type { Check, Column, Schema, Table } from "../../../core/schema.ts";
import { needsSchema, render } from "../../../adapters/sqlite/render.ts";
import { openMemory } from "./memory.ts";

/** A schema in which everything hangs together, with rows that must survive. */
const script = `
  CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE);
  CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL DEFAULT '',
    age INTEGER,
    boss INTEGER REFERENCES person (id) ON DELETE CASCADE,
    team_id INTEGER,
    twice INTEGER GENERATED ALWAYS AS (age * 2) VIRTUAL,
    note TEXT,
    CONSTRAINT person_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE,
    CONSTRAINT person_age CHECK (age > 0)
  );
  CREATE UNIQUE INDEX person_email ON person (lower(email)) WHERE email <> '';
  CREATE INDEX person_age_idx ON person (age DESC);
  CREATE TABLE log (line TEXT);
  CREATE TRIGGER person_log AFTER UPDATE OF age ON person
    BEGIN INSERT INTO log VALUES (new.email || ' ' || new.age); END;
  CREATE VIEW adults AS SELECT email, age FROM person WHERE age >= 18;
  CREATE TRIGGER log_person AFTER DELETE ON log BEGIN SELECT age FROM person; END;
  CREATE TABLE pet (name TEXT, owner INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE) STRICT;
  CREATE TABLE tag (word TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
  INSERT INTO team VALUES (1, 'Waders');
  INSERT INTO person (id, email, age, boss, team_id, note)
    VALUES (1, 'a@b', 30, NULL, 1, 'n1'), (2, 'c@d', 20, 1, 1, 'n2'), (9, 'gone', 1, NULL, 1, '');
  DELETE FROM person WHERE id = 9;
  INSERT INTO pet VALUES ('Rex', 1), ('Tom', 2);
  INSERT INTO tag VALUES ('x', 1), ('y', 2);`;

const text = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: "TEXT",
  nullable: true,
  ...more,
});
const person = { name: "person" };
const positive: Check = { kind: "check", name: "uses", expression: "uses > 0", columns: ["uses"] };

function find(schema: Schema, name: string): Table {
  const table = schema.tables.find((candidate) => candidate.name === name);
  assert.ok(table, `no table "${name}"`);
  return table;
}

function column(schema: Schema, table: string, name: string): Column {
  const found = find(schema, table).columns.find((candidate) => candidate.name === name);
  assert.ok(found, `no column "${name}"`);
  return found;
}

function alter(schema: Schema, table: string, change: Column): Operation {
  return {
    kind: "alter_column",
    table: { name: table },
    from: column(schema, table, change.name),
    to: change,
  };
}

interface Case {
  readonly name: string;
  readonly change: (schema: Schema) => readonly Operation[];
  /** Beginnings of the statements, where they tell how it is done. */
  readonly statements?: readonly string[];
}

const rebuild = ["CREATE TABLE", "INSERT", "DROP TABLE", "ALTER TABLE"];
const referred = [...rebuild.slice(0, 3), "PRAGMA", "ALTER TABLE", "PRAGMA"];
const counted = ["CREATE TABLE", "INSERT", "DELETE FROM", "INSERT", "DROP TABLE", "PRAGMA"]
  .concat("ALTER TABLE", "PRAGMA", "CREATE", "CREATE", "CREATE TRIGGER");

const cases: readonly Case[] = [
  {
    name: "create_table with a strange name",
    change: () => [{
      kind: "create_table",
      table: {
        name: 'we"ird; name 🦆',
        columns: [text("select"), text("a b", { default: "'x'", nullable: false })],
        primaryKey: { kind: "primary_key", columns: ["select", "a b"] },
        uniques: [],
        foreignKeys: [],
        checks: [],
        exclusions: [],
        indexes: [{ name: 'i "x"', unique: true, parts: [{ column: "a b" }] }],
        options: { strict: true },
      },
    }],
    statements: ["CREATE TABLE", "CREATE UNIQUE INDEX"],
  },
  {
    name: "rename_table with everything on it",
    change: () => [{ kind: "rename_table", from: person, to: { name: "people" } }],
    statements: ["ALTER TABLE"],
  },
  {
    name: "rename_table that changes case only",
    change: () => [{ kind: "rename_table", from: { name: "tag" }, to: { name: "TAG" } }],
    statements: ["ALTER TABLE", "ALTER TABLE"],
  },
  {
    name: "rename_column that an index, a view and a trigger name",
    change: () => [{ kind: "rename_column", table: person, from: "age", to: "years" }],
    statements: ["ALTER TABLE"],
  },
  {
    name: "add_column that SQLite can add",
    change: () => [{
      kind: "add_column",
      table: person,
      column: text("city", { nullable: false, default: "'?'", collation: "NOCASE" }),
    }],
    statements: ["ALTER TABLE"],
  },
  {
    name: "add_column with a reference and a check in one statement",
    change: () => [
      { kind: "add_column", table: { name: "pet" }, column: text("vet") },
      {
        kind: "add_constraint",
        table: { name: "pet" },
        constraint: {
          kind: "foreign_key",
          name: "pet_vet",
          columns: ["vet"],
          references: person,
          referencedColumns: ["id"],
          onDelete: "set null",
        },
      },
      {
        kind: "add_constraint",
        table: { name: "pet" },
        constraint: { kind: "check", expression: "vet <> 'x'", columns: ["vet"] },
      },
    ],
    statements: ["ALTER TABLE"],
  },
  {
    name: "add_column whose default is no constant",
    change: () => [{
      kind: "add_column",
      table: person,
      column: text("made", { nullable: false, default: "CURRENT_TIMESTAMP" }),
    }],
    statements: counted,
  },
  {
    name: "add_column that is kept generated",
    change: () => [{
      kind: "add_column",
      table: { name: "tag" },
      column: text("loud", { generated: { expression: "upper(word)", stored: true } }),
    }],
    statements: referred,
  },
  {
    name: "drop_column that nothing names",
    change: (schema) => [{
      kind: "drop_column",
      table: person,
      column: column(schema, "person", "note"),
      position: 6,
    }],
    statements: ["ALTER TABLE"],
  },
  {
    name: "drop_column with its constraint",
    change: (schema) => [
      {
        kind: "drop_constraint",
        table: person,
        constraint: find(schema, "person").foreignKeys.find(({ name }) => name === "person_team")!,
      },
      {
        kind: "drop_column",
        table: person,
        column: column(schema, "person", "team_id"),
        position: 4,
      },
    ],
    statements: counted,
  },
  {
    name: "alter_column of type, default, NULL and collation",
    change: (schema) => [
      alter(schema, "person", {
        name: "email",
        type: "VARCHAR(99)",
        nullable: true,
        default: "lower('X')",
        collation: "NOCASE",
      }),
    ],
    statements: counted,
  },
  {
    name: "many operations on one table in one rebuild",
    change: (schema) => [
      { kind: "rename_column", table: { name: "tag" }, from: "uses", to: "times" },
      alter(schema, "tag", text("word", { nullable: false })),
      { kind: "add_column", table: { name: "tag" }, column: text("lang", { default: "'en'" }) },
      {
        kind: "add_constraint",
        table: { name: "tag" },
        constraint: { ...positive, expression: "times > 0", columns: ["times"] },
      },
      {
        kind: "create_index",
        table: { name: "tag" },
        index: { name: "tag_times", unique: false, parts: [{ column: "times" }] },
      },
      { kind: "rename_table", from: { name: "tag" }, to: { name: "label" } },
    ],
    statements: [...referred, "CREATE INDEX", "ALTER TABLE", "ALTER TABLE"],
  },
  {
    name: "rename and alter of a table with a trigger that names the column",
    change: (schema) => [
      { kind: "rename_column", table: person, from: "age", to: "years" },
      {
        kind: "alter_column",
        table: person,
        from: { ...column(schema, "person", "age"), name: "years" },
        to: { name: "years", type: "REAL", nullable: true, default: "1" },
      },
    ],
    statements: [...counted, "ALTER TABLE"],
  },
  {
    name: "rebuild and rename of a table that refers to itself",
    change: (schema) => [
      alter(schema, "person", text("note", { default: "'-'" })),
      { kind: "rename_column", table: person, from: "id", to: "number" },
      { kind: "rename_table", from: person, to: { name: "people" } },
    ],
    statements: [...counted, "ALTER TABLE", "ALTER TABLE"],
  },
  {
    name: "drop_constraint without a name",
    change: (schema) => [{
      kind: "drop_constraint",
      table: person,
      constraint: find(schema, "person").foreignKeys.find(({ name }) => name === undefined)!,
    }],
    statements: counted,
  },
  {
    name: "add_constraint of a check, a unique and then rename_constraint",
    change: () => [
      { kind: "add_constraint", table: { name: "tag" }, constraint: positive },
      {
        kind: "add_constraint",
        table: { name: "tag" },
        constraint: { kind: "unique", name: "u", columns: ["uses"], onConflict: "ignore" },
      },
      {
        kind: "rename_constraint",
        table: { name: "tag" },
        constraint: "check",
        from: "uses",
        to: "uses2",
      },
    ],
    statements: referred,
  },
  {
    name: "alter_constraint",
    change: (schema) => {
      const from = find(schema, "person").foreignKeys.find(({ name }) => name === "person_team")!;
      return [{
        kind: "alter_constraint",
        table: person,
        from,
        to: { ...from, deferrable: "deferred", onUpdate: "cascade" },
      }];
    },
    statements: counted,
  },
  {
    name: "alter_table_options to STRICT and WITHOUT ROWID",
    change: () => [{
      kind: "alter_table_options",
      table: { name: "tag" },
      from: { without_rowid: true },
      to: { strict: true },
    }],
    statements: referred,
  },
  {
    name: "drop_index, rename_index and alter_index",
    change: (schema) => {
      const [age, email] = find(schema, "person").indexes;
      return [
        { kind: "rename_index", table: person, from: "person_age_idx", to: "by_age" },
        {
          kind: "alter_index",
          table: person,
          from: { ...age!, name: "by_age" },
          to: { name: "by_age", unique: false, parts: [{ column: "age" }], where: "age > 1" },
        },
        { kind: "drop_index", table: person, index: email! },
      ];
    },
  },
  {
    name: "views and triggers that are created, replaced and dropped",
    change: ({ objects }) => {
      const adults = objects.find(({ name }) => name === "adults")!;
      const log = objects.find(({ name }) => name === "person_log")!;
      return [
        { kind: "drop_object", object: log },
        {
          kind: "replace_object",
          from: adults,
          to: { ...adults, definition: "CREATE VIEW adults AS SELECT age FROM person" },
        },
      ];
    },
  },
  {
    name: "drop_table",
    change: (schema) => [{ kind: "drop_table", table: find(schema, "pet") }],
    statements: ["DROP TABLE"],
  },
];

/** The schema as far as it can return: SQLite adds columns at the end, and quotes as it likes. */
function comparable(schema: Schema): unknown {
  return JSON.parse(
    JSON.stringify({
      ...schema,
      tables: schema.tables.map((table) => ({
        ...table,
        columns: [...table.columns].sort((one, other) => one.name < other.name ? -1 : 1),
      })),
    }).replaceAll('\\"', ""),
  );
}

const survivors = `SELECT (SELECT count(*) FROM team) AS team, (SELECT count(*) FROM tag) AS tag,
  (SELECT json_group_array(rowid) FROM log) AS log`;

describe("render() for SQLite, run on a database", () => {
  for (const { name, change, statements } of cases) {
    test(`${name}: there and back`, async () => {
      using memory = openMemory(script);
      const before = await memory.schema();
      const operations = change(before);
      const there = await memory.run(operations);
      if (statements !== undefined) {
        assert.deepEqual(there.map((sql, at) => sql.slice(0, statements[at]?.length)), statements);
      }
      const after = await memory.schema();
      const expected = applyAll(before, operations);
      assert.deepEqual(
        comparable({ ...after, objects: [] }),
        comparable({ ...expected, objects: [] }),
      );
      assert.deepEqual(
        after.objects.map(({ kind, name, table }) => [kind, name, table]),
        expected.objects.map(({ kind, name, table }) => [kind, name, table]),
      );
      assert.deepEqual(memory.rows("PRAGMA foreign_key_check"), []);
      assert.deepEqual(memory.rows("PRAGMA legacy_alter_table"), [{ legacy_alter_table: 0 }]);
      await memory.run(invertAll(operations));
      assert.deepEqual(comparable(await memory.schema()), comparable(before));
      assert.deepEqual(memory.rows(survivors), [{ team: 1, tag: 2, log: "[]" }]);
      assert.deepEqual(memory.rows("SELECT id, email, age, twice, boss FROM person"), [
        { id: 1, email: "a@b", age: 30, twice: 60, boss: null },
        { id: 2, email: "c@d", age: 20, twice: 40, boss: 1 },
      ]);
      if (name !== "drop_table") {
        assert.deepEqual(memory.rows("SELECT name, owner FROM pet"), [
          { name: "Rex", owner: 1 },
          { name: "Tom", owner: 2 },
        ]);
      }
      memory.exec("INSERT INTO person (email, age) VALUES ('new', 40); UPDATE person SET age = 41");
      assert.deepEqual(memory.rows("SELECT max(id) AS id FROM person"), [{ id: 10 }]);
      assert.equal(memory.rows("SELECT * FROM log").length, 3);
      assert.equal(memory.rows("SELECT * FROM adults").length, 3);
    });
  }

  test("a rebuild keeps rowids and gives converted values", async () => {
    using memory = openMemory(`
      CREATE TABLE t (a TEXT, rowid TEXT);
      INSERT INTO t VALUES ('1', 'p'), ('2', 'q'), ('3', 'r'); DELETE FROM t WHERE a = '2'`);
    const schema = await memory.schema();
    await memory.run([{
      kind: "alter_column",
      table: { name: "t" },
      from: column(schema, "t", "a"),
      to: { name: "a", type: "INTEGER", nullable: false },
      using: "a * 10",
    }]);
    assert.deepEqual(memory.rows("SELECT _rowid_ AS n, a, rowid FROM t"), [
      { n: 1, a: 10, rowid: "p" },
      { n: 3, a: 30, rowid: "r" },
    ]);
  });

  test("a column that takes the name of a dropped one does not take its values", async () => {
    using memory = openMemory(
      "CREATE TABLE t (a TEXT, b TEXT UNIQUE); INSERT INTO t VALUES (1, 2)",
    );
    const { tables: [table] } = await memory.schema();
    const change = { table: { name: "t" }, column: text("b") };
    await memory.run([
      { kind: "drop_constraint", table: change.table, constraint: table!.uniques[0]! },
      { kind: "drop_column", ...change },
      { kind: "add_column", ...change },
    ]);
    assert.deepEqual(memory.rows("SELECT a, b FROM t"), [{ a: "1", b: null }]);
  });

  test("columns that change names with each other keep their values", async () => {
    using memory = openMemory("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('A', 'B')");
    const rename = (from: string, to: string): Operation => ({
      kind: "rename_column",
      table: { name: "t" },
      from,
      to,
    });
    await memory.run([
      rename("a", "x"),
      rename("b", "a"),
      rename("x", "b"),
      {
        kind: "add_constraint",
        table: { name: "t" },
        constraint: {
          kind: "unique",
          columns: ["a"],
        },
      },
    ]);
    assert.deepEqual(memory.rows("SELECT a, b FROM t"), [{ a: "B", b: "A" }]);
    const { tables: [table] } = await memory.schema();
    assert.deepEqual(table?.uniques, [{ kind: "unique", columns: ["a"] }]);
  });

  test("a name that a rename has freed can be taken by a new column", async () => {
    using memory = openMemory("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('A')");
    await memory.run([
      { kind: "rename_column", table: { name: "t" }, from: "a", to: "b" },
      {
        kind: "add_column",
        table: { name: "t" },
        column: text("a", { default: "upper('n')", nullable: false }),
      },
    ]);
    assert.deepEqual(memory.rows("SELECT b, a FROM t"), [{ b: "A", a: "N" }]);
  });

  test("a rebuild whose triggers would come back with old names is refused", async () => {
    using memory = openMemory(`CREATE TABLE t (a TEXT);
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT new.a; END`);
    const schema = await memory.schema();
    const rename: Operation = { kind: "rename_column", table: { name: "t" }, from: "a", to: "b" };
    const add: Operation = {
      kind: "add_column",
      table: { name: "t" },
      column: text("a", { default: "upper('n')" }),
    };
    assert.throws(() => render([rename, add], schema), /trigger "tr" names it/);
  });

  test("the triggers of a replaced view stay", async () => {
    using memory = openMemory(`CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t;
      CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.a); END`);
    const { objects } = await memory.schema();
    const from = objects.find(({ name }) => name === "v")!;
    const schema = await memory.schema();
    const unique: Operation = {
      kind: "add_constraint",
      table: { name: "t" },
      constraint: { kind: "unique", columns: ["a"] },
    };
    const to = { ...from, definition: "CREATE VIEW v AS SELECT a FROM t WHERE a > 1" };
    await memory.run([unique, { kind: "replace_object", from, to }]);
    memory.exec("INSERT INTO v VALUES (5)");
    assert.deepEqual(memory.rows("SELECT a FROM v"), [{ a: 5 }]);
    assert.equal((await memory.schema()).objects.length, schema.objects.length);
  });

  test("rows that break a new constraint are not lost by its conflict clause", async () => {
    for (const onConflict of ["ignore", "replace"] as const) {
      using memory = openMemory("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (1, 'y')");
      const constraint = { kind: "unique", columns: ["a"], onConflict } as const;
      await assert.rejects(
        memory.run([{ kind: "add_constraint", table: { name: "t" }, constraint }]),
        /UNIQUE constraint failed/,
      );
      memory.exec("ROLLBACK");
      assert.equal(memory.rows("SELECT * FROM t").length, 2);
    }
  });

  test("what SQLite does not have is refused", () => {
    const before = {
      tables: [],
      enums: [],
      sequences: [],
      domains: [],
      composites: [],
      objects: [],
    };
    for (
      const operation of [
        { kind: "create_enum", enum: { name: "mood", values: ["ok"] } },
        { kind: "create_sequence", sequence: { name: "s" } },
        {
          kind: "create_index",
          table: { name: "t" },
          index: { name: "i", unique: false, parts: [{ column: "a" }], method: "gin" },
        },
        {
          kind: "add_column",
          table: { name: "t" },
          column: { name: "a", type: { name: "mood", dimensions: 0 }, nullable: true },
        },
      ] as const satisfies readonly Operation[]
    ) {
      assert.throws(() => render([operation], before), { code: "refused_statement" });
    }
  });

  test("needsSchema() asks for it only where a rebuild may come", () => {
    const table = { name: "t" };
    assert.equal(needsSchema([{ kind: "add_column", table, column: text("a") }]), false);
    assert.equal(needsSchema([{ kind: "rename_column", table, from: "a", to: "b" }]), false);
    assert.equal(needsSchema([{ kind: "drop_column", table, column: text("a") }]), true);
    assert.equal(needsSchema([{ kind: "add_constraint", table, constraint: positive }]), true);
    assert.throws(
      () =>
        render([{ kind: "drop_column", table, column: text("a") }], {
          tables: [],
          enums: [],
          sequences: [],
          domains: [],
          composites: [],
          objects: [],
        }),
      /There is no table "t"/,
    );
  });
});
