import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapter } from "../../adapters/sqlite/mod.ts";
import { emptySchema, type Schema, type Table } from "../../core/schema.ts";
import { changeOf, joinResults, resultsOf, toUnits, updateResults } from "../../core/units.ts";

const unitsOf = (script: string) => toUnits([...adapter.dialect.split([script])], adapter.dialect);

const table = (name: string, ...columns: readonly string[]): Table => ({
  name,
  columns: columns.map((column) => ({ name: column, type: "INTEGER", nullable: true })),
  uniques: [],
  foreignKeys: [],
  checks: [],
  exclusions: [],
  indexes: [],
  options: {},
});

const schemaOf = (...tables: readonly Table[]): Schema => ({ ...emptySchema, tables });

const known = (script: string) =>
  resultsOf(unitsOf(script), schemaOf(table("a", "x"), table("b", "y"), table("c", "z")));

const three = "CREATE TABLE a (x int);\nCREATE TABLE b (y int);\nCREATE TABLE c (z int);\n";

describe("toUnits()", () => {
  test("gives a table its indexes, and to nobody what stands beside tables", () => {
    const units = unitsOf(`${three}CREATE INDEX i ON a (x); CREATE VIEW v AS SELECT x FROM a;`);
    assert.deepEqual([...units.tables.keys()], ["a", "b", "c"]);
    assert.equal(units.tables.get("a")!.statements.length, 2);
    assert.deepEqual(units.shared.map(({ text }) => text), ["CREATE VIEW v AS SELECT x FROM a"]);
  });
});

describe("changeOf()", () => {
  test("makes the changed table alone, with what it refers to", () => {
    const before = three.replace("z int", "z int REFERENCES a");
    const change = changeOf(unitsOf(before.replace("z int", "n int, z int")), known(before))!;
    assert.deepEqual([...change.changed], ["c"]);
    assert.deepEqual(change.after.length, 1);
    assert.deepEqual(change.stubs.tables.map(({ name }) => name), ["a"]);
  });

  test("makes all where a view names what changes", () => {
    const before = `${three}CREATE VIEW v AS SELECT * FROM a;`;
    assert.equal(
      changeOf(unitsOf(before.replace("x int", "x int, n int")), known(before)),
      undefined,
    );
    assert.deepEqual(
      [...changeOf(unitsOf(before.replace("y int", "y int, n int")), known(before))!.changed],
      ["b"],
    );
  });

  test("makes all where a copy takes its columns from another table", () => {
    const before = three.replace("TABLE b (y int)", "TABLE b AS SELECT x FROM a");
    assert.equal(changeOf(unitsOf(before.replace("x int", "x text")), known(before)), undefined);
  });

  test("makes all where most of it changed", () => {
    const after = three.replaceAll(" int", " text");
    assert.equal(changeOf(unitsOf(after), known(three)), undefined);
  });
});

describe("updateResults()", () => {
  test("puts the changed table in its place and leaves the rest", () => {
    const units = unitsOf(three.replace("y int", "y int, n int"));
    const made = schemaOf(table("b", "y", "n"));
    const updated = updateResults(known(three), units, { changed: new Set(["b"]), made })!;
    assert.deepEqual(joinResults(updated).tables, [
      table("a", "x"),
      table("b", "y", "n"),
      table("c", "z"),
    ]);
  });

  test("gives up where a name that comes is taken", () => {
    const index = { name: "i", unique: false, parts: [{ column: "z" }] };
    const first = resultsOf(
      unitsOf(three),
      schemaOf(table("a", "x"), table("b", "y"), { ...table("c", "z"), indexes: [index] }),
    );
    const made = schemaOf({
      ...table("b", "y"),
      indexes: [{ ...index, parts: [{ column: "y" }] }],
    });
    const units = unitsOf(`${three}CREATE INDEX i ON b (y);`);
    assert.equal(updateResults(first, units, { changed: new Set(["b"]), made }), undefined);
  });
});
