import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { introspect } from "../../../adapters/sqlite/introspect.ts";
import { openMemory } from "./memory.ts";

describe("introspect() of SQLite", () => {
  test("reads everything that a table can say", async () => {
    using memory = openMemory(`
      CREATE TABLE team (id INTEGER PRIMARY KEY, code text);
      CREATE TABLE "we""ird; name 🦆" ( -- a comment, with (parentheses
        id integer CONSTRAINT pk PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT,
        [a col] VarChar ( 20 ) CONSTRAINT nn NOT NULL ON CONFLICT IGNORE DEFAULT 'it''s, (x)'
          COLLATE nocase UNIQUE ON CONFLICT REPLACE CHECK ("a col" <> ')' /* c */),
        \`b\` decimal(10, 2) DEFAULT -1.5 NULL,
        c DEFAULT (1 + (2)), d double precision DEFAULT CURRENT_TIMESTAMP, e text default bare,
        f INT GENERATED ALWAYS AS (id * 2) STORED, g AS (upper(b)) CHECK (g <> B),
        team_id int REFERENCES TEAM(ID) ON DELETE SET NULL ON UPDATE CASCADE
          DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT "two, names" UNIQUE (B DESC, c COLLATE rtrim)
        CONSTRAINT ck CHECK (b > 0 OR c IS NULL) -- no comma between the two
        FOREIGN KEY (b, c) REFERENCES team MATCH FULL ON DELETE NO ACTION NOT DEFERRABLE
      )`);
    const { tables } = await memory.schema();
    assert.deepEqual(tables[1], {
      name: 'we"ird; name 🦆',
      columns: [
        { name: "id", type: "integer", nullable: true, identity: {} },
        {
          name: "a col",
          type: "VarChar ( 20 )",
          nullable: false,
          notNull: { name: "nn", onConflict: "ignore" },
          default: "'it''s, (x)'",
          collation: "nocase",
        },
        { name: "b", type: "decimal(10, 2)", nullable: true, default: "-1.5" },
        { name: "c", type: "", nullable: true, default: "1 + (2)" },
        { name: "d", type: "double precision", nullable: true, default: "CURRENT_TIMESTAMP" },
        { name: "e", type: "text", nullable: true, default: "bare" },
        {
          name: "f",
          type: "INT",
          nullable: true,
          generated: { expression: "id * 2", stored: true },
        },
        {
          name: "g",
          type: "",
          nullable: true,
          generated: { expression: "upper(b)", stored: false },
        },
        { name: "team_id", type: "int", nullable: true },
      ],
      primaryKey: { kind: "primary_key", name: "pk", columns: ["id"], onConflict: "fail" },
      uniques: [
        { kind: "unique", columns: ["a col"], onConflict: "replace" },
        {
          kind: "unique",
          name: "two, names",
          columns: ["b", "c"],
          details: [{ column: "b", descending: true }, { column: "c", collation: "rtrim" }],
        },
      ],
      foreignKeys: [
        {
          kind: "foreign_key",
          columns: ["b", "c"],
          references: { name: "team" },
          referencedColumns: [],
          match: "full",
        },
        {
          kind: "foreign_key",
          columns: ["team_id"],
          references: { name: "team" },
          referencedColumns: ["id"],
          onDelete: "set null",
          onUpdate: "cascade",
          deferrable: "deferred",
        },
      ],
      checks: [
        { kind: "check", expression: `"a col" <> ')'`, columns: ["a col"] },
        { kind: "check", expression: "g <> B", columns: ["b", "g"] },
        { kind: "check", name: "ck", expression: "b > 0 OR c IS NULL", columns: ["b", "c"] },
      ],
      exclusions: [],
      indexes: [],
      options: {},
    });
  });

  test("tells a rowid from a key that only looks like one", async () => {
    using memory = openMemory(`
      CREATE TABLE a (id INTEGER PRIMARY KEY DESC);
      CREATE TABLE b (id INTEGER, PRIMARY KEY (id DESC));
      CREATE TABLE c (id INTEGER, PRIMARY KEY (ID AUTOINCREMENT));
      CREATE TABLE d (x TEXT, y TEXT, PRIMARY KEY (y DESC, x)) WITHOUT ROWID, STRICT`);
    const { tables } = await memory.schema();
    const [a, b, c, d] = tables;
    assert.deepEqual(a?.primaryKey?.details, [{ column: "id", descending: true }]);
    assert.equal(b?.primaryKey?.details, undefined);
    assert.deepEqual(c?.columns[0]?.identity, {});
    assert.deepEqual(d?.options, { without_rowid: true, strict: true });
    assert.deepEqual(d?.primaryKey?.columns, ["y", "x"]);
  });

  test("reads indexes on columns, expressions and some of the rows", async () => {
    using memory = openMemory(`
      CREATE TABLE t (a, "b c", d UNIQUE);
      CREATE UNIQUE INDEX "i 1" ON t (A COLLATE nocase DESC, "b c") WHERE a IS NOT NULL /* end */;
      CREATE INDEX i2 ON T (lower(a) DESC, (d), a || 'x' COLLATE nocase)`);
    const { tables: [table] } = await memory.schema();
    assert.deepEqual(table?.indexes, [
      {
        name: "i 1",
        unique: true,
        parts: [{ column: "a", collation: "nocase", descending: true }, { column: "b c" }],
        where: "a IS NOT NULL",
      },
      {
        name: "i2",
        unique: false,
        parts: [
          { expression: "lower(a)", descending: true },
          { expression: "(d)" },
          { expression: "a || 'x' COLLATE nocase" },
        ],
      },
    ]);
  });

  test("carries views, triggers and virtual tables as text, and knows what they need", async () => {
    using memory = openMemory(`
      CREATE TABLE t (a);
      CREATE VIEW v AS SELECT a FROM T;
      CREATE VIEW w AS SELECT a, 't' FROM v;
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = new.a; END;
      CREATE VIRTUAL TABLE words USING fts5(body)`);
    const { objects, tables } = await memory.schema();
    assert.deepEqual(tables.map(({ name }) => name), ["t"]);
    assert.deepEqual(objects, [
      {
        kind: "trigger",
        name: "tr",
        table: { name: "t" },
        definition: "CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = new.a; END",
        dependsOn: [{ kind: "table", name: "t" }],
      },
      {
        kind: "view",
        name: "v",
        definition: "CREATE VIEW v AS SELECT a FROM T",
        dependsOn: [{ kind: "table", name: "t" }],
      },
      {
        kind: "view",
        name: "w",
        definition: "CREATE VIEW w AS SELECT a, 't' FROM v",
        dependsOn: [{ kind: "view", name: "v" }],
      },
      {
        kind: "virtual table",
        name: "words",
        definition: "CREATE VIRTUAL TABLE words USING fts5(body)",
        dependsOn: [],
        holdsRows: true,
      },
    ]);
  });

  test("leaves out the excluded tables with what is on them", async () => {
    using memory = openMemory(`
      CREATE TABLE history (a); CREATE INDEX i ON history (a); CREATE TABLE kept (a);
      CREATE TRIGGER tr AFTER INSERT ON history BEGIN SELECT 1; END`);
    const session = { query: (sql: string) => Promise.resolve(memory.rows(sql)) };
    const schema = await introspect(session, { exclude: [["main", "History"]] });
    assert.deepEqual(schema.tables.map(({ name }) => name), ["kept"]);
    assert.deepEqual(schema.objects, []);
  });

  test("refuses a declaration that it reads otherwise than SQLite", async () => {
    const row = {
      type: "table",
      name: "t",
      tbl_name: "t",
      sql: "CREATE TABLE t (a, b)",
      columns: '["a"]',
    };
    await assert.rejects(
      introspect({ query: () => Promise.resolve([row]) }),
      /Cannot understand the declaration of "t"/,
    );
  });
});
