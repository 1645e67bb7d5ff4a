import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { emptySchema, type OpaqueObject, type Schema, type Table } from "../../core/schema.ts";
import { mergeSlice, sliceOf, wordsOf } from "../../core/slice.ts";

const table = (name: string, refersTo?: string): Table => ({
  name,
  columns: [{ name: "id", type: "integer", nullable: false, default: "1" }],
  uniques: [],
  foreignKeys: refersTo === undefined ? [] : [{
    kind: "foreign_key",
    name: `${name}_fk`,
    columns: ["id"],
    references: { name: refersTo },
    referencedColumns: ["id"],
  }],
  checks: [],
  exclusions: [],
  indexes: [],
  options: {},
});

const view = (name: string, definition: string): OpaqueObject => ({
  kind: "view",
  name,
  definition,
  dependsOn: [],
});

const schema: Schema = {
  ...emptySchema,
  tables: [table("a", "b"), table("b", "c"), table("c", "d"), table("d"), table("e")],
  objects: [
    view("v", "CREATE VIEW v AS SELECT * FROM b"),
    view("w", "CREATE VIEW w AS SELECT * FROM v"),
    view("x", "CREATE VIEW x AS SELECT * FROM e"),
  ],
};

describe("wordsOf()", () => {
  test("gives names as they are meant, and nothing of strings", () => {
    assert.deepEqual([...wordsOf("SELECT \"A\"\"b\", `c`, [d e] FROM F WHERE g = 'h ''i'")], [
      ...["select", 'a"b', "c", "d e", "from", "f", "where", "g"],
    ]);
  });
});

describe("sliceOf()", () => {
  test("has who refers to a table, stubs of what those refer to, and views over them", () => {
    const slice = sliceOf(schema, new Set(["b"]));
    assert.deepEqual([...slice.whole].toSorted(), ["a", "b"]);
    assert.deepEqual(slice.schema.tables.map(({ name }) => name), ["a", "b", "c"]);
    assert.deepEqual(slice.schema.tables[2]!.foreignKeys, []);
    assert.deepEqual(slice.schema.objects.map(({ name }) => name), ["v", "w"]);
  });
});

describe("mergeSlice()", () => {
  test("gives the same schema where nothing changed", () => {
    const slice = sliceOf(schema, new Set(["b"]));
    assert.deepEqual(mergeSlice(schema, slice, slice.schema), schema);
  });

  test("takes away what went and adds what came, and keeps what was not in it", () => {
    const slice = sliceOf(schema, new Set(["b"]));
    const result = { ...slice.schema, tables: [table("n"), table("c")], objects: [] };
    const merged = mergeSlice(schema, slice, result);
    assert.deepEqual(merged.tables, [table("c", "d"), table("d"), table("e"), table("n")]);
    assert.deepEqual(merged.objects.map(({ name }) => name), ["x"]);
  });
});
