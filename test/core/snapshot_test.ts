import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WhimbrelError } from "../../core/errors.ts";
import { emptySchema } from "../../core/schema.ts";
import { parseSnapshot, readSnapshot } from "../../core/snapshot.ts";
import { openMemory } from "../adapters/sqlite/memory.ts";

const parse = (value: unknown) =>
  parseSnapshot(JSON.stringify(value, undefined, 2), "sqlite", "schema.json");

const table = (rest: object) => ({ tables: [{ name: "users", ...rest }] });

describe("parseSnapshot()", () => {
  test("takes absent lists for empty ones", () => {
    assert.deepEqual(parse({}), emptySchema);
    assert.deepEqual(
      parse({ $schema: "https://example.org/x.json", dialect: "sqlite" }),
      emptySchema,
    );
  });

  test("fills in what is usual", () => {
    const { tables } = parse(table({
      columns: [{ name: "id", type: "integer" }, { name: "mood", type: { name: "mood" } }],
      primaryKey: { columns: ["id"] },
      uniques: [{ columns: ["mood"] }],
      checks: [{ expression: "id > 0" }],
      foreignKeys: [{ columns: ["id"], references: { name: "people" } }],
      indexes: [{ name: "by_mood", parts: [{ column: "mood" }, { expression: "lower(mood)" }] }],
    }));
    assert.deepEqual(tables, [{
      name: "users",
      columns: [
        { name: "id", type: "integer", nullable: true },
        { name: "mood", type: { name: "mood", dimensions: 0 }, nullable: true },
      ],
      primaryKey: { kind: "primary_key", columns: ["id"] },
      uniques: [{ kind: "unique", columns: ["mood"] }],
      checks: [{ kind: "check", expression: "id > 0", columns: [] }],
      foreignKeys: [{
        kind: "foreign_key",
        columns: ["id"],
        references: { name: "people" },
        referencedColumns: [],
      }],
      exclusions: [],
      indexes: [{
        name: "by_mood",
        unique: false,
        parts: [{ column: "mood" }, { expression: "lower(mood)" }],
      }],
      options: {},
    }]);
  });

  test("gives back what introspection found", async () => {
    using memory = openMemory(`
      CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT NOT NULL UNIQUE,
        age INT CHECK (age > 0), twice INT AS (age * 2) STORED, boss INT REFERENCES people ON DELETE CASCADE) STRICT;
      CREATE INDEX by_age ON people (age DESC, lower(mail) COLLATE NOCASE) WHERE age > 3;
      CREATE VIEW old AS SELECT * FROM people WHERE age > 90;`);
    const schema = await memory.schema();
    assert.deepEqual(
      readSnapshot(JSON.parse(JSON.stringify(schema)), "sqlite", { file: "x" }),
      schema,
    );
  });

  const refusals: readonly [what: string, value: unknown, message: string, line: number][] = [
    [
      "an unknown key",
      table({ columns: [{ name: "id", type: "int" }, { name: "x", nulable: false, type: "int" }] }),
      'tables[0].columns[1].nulable: there is no key "nulable" here: did you mean "nullable"?',
      12,
    ],
    [
      "a missing key",
      table({ columns: [{ name: "id" }] }),
      'tables[0].columns[0]: "type" is missing',
      6,
    ],
    [
      "a value of another type",
      table({ columns: {} }),
      "tables[0].columns: it must be a list, not an object",
      5,
    ],
    [
      "neither of two types",
      table({ columns: [{ name: "id", type: 4 }] }),
      "tables[0].columns[0].type: it must be text or an object, not 4",
      8,
    ],
    [
      "an unknown key where two kinds of objects fit",
      table({ indexes: [{ name: "i", parts: [{ column: "a", lenght: 3 }] }] }),
      'tables[0].indexes[0].parts[0].lenght: there is no key "lenght" here: did you mean "length"?',
      11,
    ],
    [
      "a word outside its list",
      table({ foreignKeys: [{ columns: ["a"], references: { name: "b" }, onDelete: "nothing" }] }),
      'tables[0].foreignKeys[0].onDelete: it must be one of "no action", "restrict", "cascade", "set null", "set default"',
      13,
    ],
    [
      "a negative length",
      table({ indexes: [{ name: "i", parts: [{ column: "a", length: -1 }] }] }),
      "tables[0].indexes[0].parts[0].length: it must be a whole number, not -1",
      11,
    ],
    [
      "another dialect",
      { dialect: "mysql" },
      'dialect: it is a snapshot for "mysql", and the database is "sqlite"',
      2,
    ],
    ["a list", [], "it must be an object, not a list", 1],
  ];
  for (const [what, value, message, line] of refusals) {
    test(`refuses ${what}, and says where`, () => {
      assert.throws(() => parse(value), (error) => {
        assert.ok(error instanceof WhimbrelError);
        assert.equal(error.message, `Cannot read the snapshot: ${message}`);
        assert.deepEqual(error.place, { file: "schema.json", line });
        assert.equal(error.code, "models");
        return true;
      });
    });
  }

  test("refuses what is no JSON", () => {
    assert.throws(() => parseSnapshot("{ tables", "sqlite", "a.json"), {
      code: "models",
      place: { file: "a.json" },
      message: /^Cannot read the snapshot: /,
    });
  });
});
