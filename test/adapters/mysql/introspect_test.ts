import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { apply, applyAll } from "../../../core/apply.ts";
import { invert, type Operation } from "../../../core/operation.ts";
import { emptySchema, type Table } from "../../../core/schema.ts";
import { introspect } from "../../../adapters/mysql/introspect.ts";
import { useDatabase } from "./database.ts";
import { randomTable } from "./random_table.ts";
import { mysqlServers } from "./servers.ts";

const everything = `
  CREATE TABLE parent (id int unsigned NOT NULL PRIMARY KEY AUTO_INCREMENT, a int, b int,
    UNIQUE KEY ab (a, b));
  CREATE TABLE \`we\`\`ird; 'name'\` (
    id bigint(20) NOT NULL AUTO_INCREMENT,
    flag boolean NOT NULL DEFAULT true,
    filled int(5) unsigned zerofill DEFAULT 7,
    price decimal(10,2) DEFAULT 1.5,
    word varchar(20) NOT NULL DEFAULT 'it''s; (x',
    trap varchar(20) DEFAULT 'CURRENT_TIMESTAMP' COMMENT 'it''s \\\\ a; "trap"',
    code char(3) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL,
    none varchar(20) DEFAULT '',
    mood enum('a', 'b''c', 'd,e') DEFAULT 'a',
    seen timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    sum int DEFAULT (1 + 2),
    facts json,
    twice int GENERATED ALWAYS AS (a * 2) VIRTUAL,
    kept varchar(50) GENERATED ALWAYS AS (concat(word, 'x')) STORED COMMENT 'gen',
    place point NOT NULL,
    note text,
    a int, b int,
    parent_id int unsigned,
    hidden int INVISIBLE,
    PRIMARY KEY (id),
    CONSTRAINT positive CHECK ((price > 0) AND word <> 'q'),
    CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parent (id)
      ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT to_pair FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE RESTRICT,
    UNIQUE KEY both_words (word, flag),
    UNIQUE KEY start (note(10)),
    KEY pair (a, b),
    KEY mixed (note(10), word DESC) COMMENT 'it''s',
    FULLTEXT KEY full (note),
    SPATIAL KEY spot (place)
  ) COMMENT = 'tab''le' COLLATE = utf8mb4_unicode_ci ROW_FORMAT = DYNAMIC;
  CREATE TABLE parts (id int, d date)
    PARTITION BY RANGE (to_days(d)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (
      PARTITION old VALUES LESS THAN (737790) COMMENT = 'it''s', PARTITION rest VALUES LESS THAN MAXVALUE);
  CREATE TABLE hashed (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3;
  CREATE VIEW v AS SELECT id, a FROM parent;
  CREATE SQL SECURITY INVOKER VIEW w AS SELECT v.id FROM v JOIN hashed USING (id);
  CREATE TRIGGER tr BEFORE INSERT ON parent FOR EACH ROW BEGIN SET NEW.a = NEW.b; END;
  CREATE PROCEDURE pr(IN x int, OUT y varchar(10)) READS SQL DATA BEGIN SELECT 1 INTO y; END;
  CREATE FUNCTION fn(x int) RETURNS int DETERMINISTIC RETURN x;
  CREATE EVENT ev ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE
    DO DELETE FROM hashed WHERE id = 0`;

for (const server of await mysqlServers()) {
  describe(`introspect() on ${server.name}`, { timeout: 120_000 }, () => {
    test("reads everything that a table can say", async () => {
      await using database = await useDatabase(server, everything);
      const { tables } = await database.schema();
      const both = database.mariadb
        ? "`price` > 0 and `word` <> 'q'"
        : "(`price` > 0) and (`word` <> 'q')";
      assert.deepEqual(tables.find(({ name }) => name === "we`ird; 'name'"), {
        name: "we`ird; 'name'",
        columns: [
          { name: "id", type: "bigint", nullable: false, identity: {} },
          { name: "flag", type: "tinyint(1)", nullable: false, default: "1" },
          { name: "filled", type: "int(5) unsigned zerofill", nullable: true, default: "00007" },
          { name: "price", type: "decimal(10,2)", nullable: true, default: "1.50" },
          { name: "word", type: "varchar(20)", nullable: false, default: "'it''s; (x'" },
          {
            name: "trap",
            type: "varchar(20)",
            nullable: true,
            default: "'CURRENT_TIMESTAMP'",
            comment: 'it\'s \\ a; "trap"',
          },
          { name: "code", type: "char(3)", nullable: true, collation: "latin1_bin" },
          { name: "none", type: "varchar(20)", nullable: true, default: "''" },
          { name: "mood", type: "enum('a','b''c','d,e')", nullable: true, default: "'a'" },
          {
            name: "seen",
            type: "timestamp(3)",
            nullable: true,
            default: "CURRENT_TIMESTAMP(3)",
            onUpdate: "CURRENT_TIMESTAMP(3)",
          },
          { name: "sum", type: "int", nullable: true, default: "1 + 2" },
          { name: "facts", type: "json", nullable: true },
          {
            name: "twice",
            type: "int",
            nullable: true,
            generated: { expression: "`a` * 2", stored: false },
          },
          {
            name: "kept",
            type: "varchar(50)",
            nullable: true,
            generated: { expression: "concat(`word`,'x')", stored: true },
            comment: "gen",
          },
          { name: "place", type: "point", nullable: false },
          { name: "note", type: "text", nullable: true },
          { name: "a", type: "int", nullable: true },
          { name: "b", type: "int", nullable: true },
          { name: "parent_id", type: "int unsigned", nullable: true },
          { name: "hidden", type: "int", nullable: true, invisible: true },
        ],
        primaryKey: { kind: "primary_key", columns: ["id"] },
        uniques: [{ kind: "unique", name: "both_words", columns: ["word", "flag"] }],
        foreignKeys: [
          {
            kind: "foreign_key",
            name: "to_pair",
            columns: ["a", "b"],
            references: { name: "parent" },
            referencedColumns: ["a", "b"],
            // MariaDB takes RESTRICT for understood.
            ...(server.name === "mariadb" ? {} : { onDelete: "restrict" }),
          },
          {
            kind: "foreign_key",
            name: "to_parent",
            columns: ["parent_id"],
            references: { name: "parent" },
            referencedColumns: ["id"],
            onUpdate: "cascade",
            onDelete: "set null",
          },
        ],
        checks: [
          { kind: "check", name: "positive", expression: both, columns: ["price", "word"] },
        ],
        exclusions: [],
        indexes: [
          { name: "full", unique: false, parts: [{ column: "note" }], method: "fulltext" },
          {
            name: "mixed",
            unique: false,
            parts: [{ column: "note", length: 10 }, { column: "word", descending: true }],
            comment: "it's",
          },
          { name: "pair", unique: false, parts: [{ column: "a" }, { column: "b" }] },
          { name: "spot", unique: false, parts: [{ column: "place" }], method: "spatial" },
          { name: "start", unique: true, parts: [{ column: "note", length: 10 }] },
        ],
        options: { collation: "utf8mb4_unicode_ci", row_format: "DYNAMIC" },
        comment: "tab'le",
      });
      assert.deepEqual(tables.find(({ name }) => name === "parts")?.partitioning, {
        by: "RANGE (to_days(`d`)) SUBPARTITION BY HASH (`id`) SUBPARTITIONS 2",
        partitions: [
          { name: "old", bounds: "VALUES LESS THAN (737790) COMMENT = 'it''s'" },
          { name: "rest", bounds: "VALUES LESS THAN MAXVALUE" },
        ],
      });
      assert.deepEqual(tables.find(({ name }) => name === "hashed")?.partitioning, {
        by: "HASH (`id`)",
        partitions: ["p0", "p1", "p2"].map((name) => ({ name, bounds: "" })),
      });
    });

    test("carries views, triggers, routines and events as text without their definer", async () => {
      await using database = await useDatabase(server, everything);
      const { objects } = await database.schema();
      assert.deepEqual(
        objects.map(({ kind, name, table, dependsOn }) => [kind, name, table, dependsOn]),
        [
          ["event", "ev", undefined, [{ kind: "table", name: "hashed" }]],
          ["function", "fn", undefined, []],
          ["procedure", "pr", undefined, []],
          ["trigger", "tr", { name: "parent" }, [{ kind: "table", name: "parent" }]],
          ["view", "v", undefined, [{ kind: "table", name: "parent" }]],
          ["view", "w", undefined, [{ kind: "table", name: "hashed" }, {
            kind: "view",
            name: "v",
          }]],
        ],
      );
      for (const { definition } of objects) assert.doesNotMatch(definition, /DEFINER|;$/);
      assert.match(objects.at(-1)!.definition, /^CREATE SQL SECURITY INVOKER VIEW `w` AS select /);
      assert.match(objects.at(-2)!.definition, /^CREATE VIEW `v` AS select `parent`\.`id`/);
    });

    test("a schema that is made from what was read is the same", async () => {
      await using database = await useDatabase(server, everything);
      const schema = await database.schema();
      await using copy = await useDatabase(server);
      const order = ["parent", "we`ird; 'name'", "parts", "hashed"];
      await copy.run([
        ...order.map((name) => ({
          kind: "create_table" as const,
          table: schema.tables.find((table) => table.name === name)!,
        })),
        ...["v", "w", "tr", "pr", "fn", "ev"].map((name) => ({
          kind: "create_object" as const,
          object: schema.objects.find((object) => object.name === name)!,
        })),
      ]);
      assert.deepEqual(await copy.schema(), schema);
    });

    test("leaves out the excluded tables with what is on them", async () => {
      await using database = await useDatabase(
        server,
        `CREATE TABLE history (a int); CREATE TABLE kept (a int);
         CREATE TRIGGER tr BEFORE INSERT ON history FOR EACH ROW SET NEW.a = 1`,
      );
      const { database: name } = database.session.facts;
      const schema = await introspect(database.session, {
        exclude: [[name, "history"], ["elsewhere", "kept"]],
      });
      assert.deepEqual(schema.tables.map((table) => table.name), ["kept"]);
      assert.deepEqual(schema.objects, []);
    });

    test("keeps what only this server has", async () => {
      await using database = await useDatabase(
        server,
        server.name === "mariadb"
          ? `CREATE TABLE t (a int CHECK (a > 1), b uuid, KEY hidden (a) IGNORED,
               CONSTRAINT a CHECK (a < 9)) WITH SYSTEM VERSIONING;
             CREATE SEQUENCE s START WITH 5 INCREMENT BY 2 CYCLE`
          : `CREATE TABLE t (a int, b geometry NOT NULL SRID 4326, KEY hidden (a) INVISIBLE,
               KEY lowered ((a + 1) DESC, (lower('it\\\\''s'))), CONSTRAINT c CHECK (a < 9) NOT ENFORCED)`,
      );
      const { tables: [table], sequences } = await database.schema();
      assert.equal(table?.indexes.find(({ name }) => name === "hidden")?.invisible, true);
      if (database.mariadb) {
        assert.deepEqual(table?.columns[0]?.options, { check: "`a` > 1" });
        assert.equal(table?.columns[1]?.type, "uuid");
        assert.deepEqual(table?.options, { system_versioning: true });
        assert.deepEqual(table?.checks.map(({ expression }) => expression), ["`a` < 9"]);
        assert.deepEqual(sequences, [{ name: "s", start: "5", increment: "2", cycle: true }]);
      } else {
        assert.deepEqual(table?.columns[1]?.options, { srid: "4326" });
        assert.deepEqual(table?.indexes.find(({ name }) => name === "lowered")?.parts, [
          { expression: "`a` + 1", descending: true },
          { expression: String.raw`lower('it\\''s')` },
        ]);
        assert.equal(table?.checks[0]?.notEnforced, true);
      }
      await using copy = await useDatabase(server);
      await copy.run([
        ...sequences.map((sequence) => ({ kind: "create_sequence" as const, sequence })),
        { kind: "create_table", table: table! },
      ]);
      assert.deepEqual(await copy.schema(), await database.schema());
    });

    test("a random table that was rendered is read back as it was", async () => {
      await using database = await useDatabase(server);
      await fc.assert(
        fc.asyncProperty(randomTable(), async (table) => {
          const change = { kind: "create_table", table } as const;
          await database.run([change]);
          const expected = applyAll(emptySchema, [change]);
          const found = await database.schema();
          await database.run([{ ...change, kind: "drop_table" }]);
          assert.deepEqual(found, expected);
        }),
        { numRuns: 150, endOnFailure: true },
      );
    });

    test("a random change of a column leaves what was read before when it is undone", async () => {
      await using database = await useDatabase(server);
      await fc.assert(
        fc.asyncProperty(randomTable(), randomTable(), async (one, other) => {
          const table: Table = { ...one, uniques: [], indexes: [] };
          await database.run([{ kind: "create_table", table }]);
          const before = await database.schema();
          const from = table.columns.at(-1)!;
          const change: Operation = {
            kind: "alter_column",
            table: { name: table.name },
            from,
            to: { ...other.columns.at(-1)!, name: from.name },
          };
          await database.run([change]);
          const after = await database.schema();
          await database.run([invert(change)]);
          const back = await database.schema();
          await database.run([{ kind: "drop_table", table }]);
          assert.deepEqual(after, apply(before, change));
          assert.deepEqual(back, before);
        }),
        { numRuns: 15, endOnFailure: true },
      );
    });
  });
}
