import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { danglingReferences } from "../../core/dangling.ts";
import { emptySchema, type ForeignKey, type Table } from "../../core/schema.ts";

const table = (name: string, foreignKeys: readonly ForeignKey[]): Table => ({
  name,
  columns: [{ name: "id", type: "integer", nullable: false }],
  uniques: [],
  foreignKeys,
  checks: [],
  exclusions: [],
  indexes: [],
  options: {},
});

const key = (name: string, referencedColumns: readonly string[]): ForeignKey => ({
  kind: "foreign_key",
  columns: ["id"],
  references: { name },
  referencedColumns,
});

describe("danglingReferences()", () => {
  test("names the tables and columns that are not there", () => {
    const a = table("a", [key("b", []), key("c", ["id"]), key("a", ["id"])]);
    const b = table("b", [key("a", ["id", "uid"])]);
    assert.deepEqual(danglingReferences({ ...emptySchema, tables: [a, b] }), [
      'a foreign key of "a" refers to table "c", which is not there',
      'a foreign key of "b" refers to column "uid" of "a", which is not there',
    ]);
  });
});
