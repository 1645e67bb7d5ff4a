import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unspoken } from "../../../adapters/mysql/unspoken.ts";
import type { Column, ForeignKey, Index, Unique } from "../../../core/schema.ts";

describe("unspoken()", () => {
  const column: Column = { name: "a", type: "int unsigned", nullable: true };
  const wide: Column = { ...column, options: { width: "11", check: "a > 0" } };

  test("keeps the display width of a column, but not its check", () => {
    assert.deepEqual(unspoken(wide, column), { ...column, options: { width: "11" } });
  });

  test("keeps nothing of a column that gets another type", () => {
    const other = { ...column, type: "bigint" };
    assert.equal(unspoken(wide, other), other);
  });

  test("keeps how an index is stored as long as it is on the same columns", () => {
    const index: Index = { name: "i", unique: false, parts: [{ column: "a" }] };
    const there: Index = { ...index, options: { using: "btree", key_block_size: "4" } };
    assert.deepEqual(unspoken(there, index), there);
    const other: Index = { ...index, parts: [{ column: "b" }] };
    assert.equal(unspoken(there, other), other);
    const unique: Unique = { kind: "unique", name: "u", columns: ["a"] };
    const stored: Unique = { ...unique, options: { using: "btree" } };
    assert.deepEqual(unspoken(stored, unique), stored);
  });

  test("takes RESTRICT and NO ACTION for the same", () => {
    const key: ForeignKey = {
      kind: "foreign_key",
      name: "f",
      columns: ["a"],
      references: { name: "p" },
      referencedColumns: ["id"],
    };
    const restricted: ForeignKey = { ...key, onDelete: "restrict" };
    assert.equal(unspoken(key, restricted), key);
    assert.equal(unspoken(restricted, { ...key, onUpdate: "no action" }), restricted);
    const cascading: ForeignKey = { ...key, onDelete: "cascade" };
    assert.equal(unspoken(restricted, cascading), cascading);
  });
});
