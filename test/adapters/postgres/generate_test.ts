import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createDialect } from "../../../adapters/postgres/dialect.ts";
import { diff } from "../../../core/diff.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { generate } from "../../../core/generate.ts";
import { emptySchema, type Schema } from "../../../core/schema.ts";

/** Sales that are cut into partitions by an enum with some values. */
function sales(values: readonly string[]): Schema {
  return {
    ...emptySchema,
    enums: [{ name: "region", values }],
    tables: [{
      name: "sales",
      columns: [{ name: "region", type: { name: "region", dimensions: 0 }, nullable: true }],
      uniques: [],
      foreignKeys: [],
      checks: [],
      exclusions: [],
      indexes: [],
      options: {},
      partitioning: { by: "LIST (region)", partitions: [] },
    }],
  };
}

describe("generate() for PostgreSQL", () => {
  test("leads where there is no way back from, and refuses the way back alone", () => {
    const dialect = createDialect();
    const [from, to] = [sales(["north"]), sales(["north", "west"])];
    const [part] = generate(diff(from, to), dialect, from);
    assert.deepEqual(part?.upgrade.map(({ text }) => text), [
      `ALTER TYPE "region" ADD VALUE 'west'`,
    ]);
    assert.throws(
      () => part?.downgrade,
      (error) => error instanceof WhimbrelError && error.code === "refused_statement",
    );
  });
});
