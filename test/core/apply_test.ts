import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { apply, applyAll } from "../../core/apply.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { invert, invertAll, type Operation } from "../../core/operation.ts";
import { equalData, sortSchema } from "../../core/schema_order.ts";
import type { Schema } from "../../core/schema.ts";
import { sampleOperations, sampleSchema, someOperations } from "./schemas.ts";

describe("apply() and invert()", () => {
  for (const operation of sampleOperations) {
    test(`${operation.kind} changes the schema, and its inverse brings it back`, () => {
      const after = apply(sampleSchema, operation);
      assert.equal(equalData(after, sampleSchema), false);
      assert.deepEqual(apply(after, invert(operation)), sampleSchema);
    });
  }

  test("a list that fits is taken back by its inverse", () => {
    let applied = 0;
    fc.assert(fc.property(someOperations, (operations) => {
      const done: Operation[] = [];
      let schema = sampleSchema;
      for (const operation of operations) {
        try {
          schema = apply(schema, operation);
        } catch (error) {
          assert.ok(error instanceof WhimbrelError && error.code === "invalid_migration");
          continue;
        }
        // Its "from" has to be what is there, which an earlier operation may have changed.
        if (!equalData(apply(schema, invert(operation)), applyAll(sampleSchema, done))) {
          schema = applyAll(sampleSchema, done);
          continue;
        }
        done.push(operation);
      }
      applied += done.length;
      assert.deepEqual(applyAll(schema, invertAll(done)), sampleSchema);
    }));
    assert.ok(applied > 1000, `only ${applied} operations fitted`);
  });

  test("references follow the rename of a table, its columns and an enum", () => {
    const renamed = applyAll(sampleSchema, [
      { kind: "rename_column", table: { schema: "app", name: "users" }, from: "age", to: "years" },
      { kind: "rename_table", from: { schema: "app", name: "users" }, to: { name: "people" } },
      { kind: "rename_enum", from: { name: "mood" }, to: { schema: "x", name: "feeling" } },
    ]);
    const text = JSON.stringify(renamed);
    for (const gone of ['"age"', "age ", "age,", '"users"', '"name":"mood","dimensions"']) {
      assert.ok(!text.includes(gone), `${gone} is left in ${text}`);
    }
    assert.equal(renamed.tables.find(({ name }) => name === "people")?.schema, undefined);
  });

  const users = { schema: "app", name: "users" };
  const refused: readonly [Operation, RegExp][] = [
    [{ kind: "drop_table", table: { ...sampleSchema.tables[0]!, name: "x" } }, /no table "x"/],
    [{ kind: "create_table", table: sampleSchema.tables[1]! }, /"app.users" exists already/],
    [{ kind: "rename_table", from: { name: "pets" }, to: users }, /"app.users" exists already/],
    [{ kind: "rename_column", table: users, from: "no", to: "x" }, /no column "no"/],
    [{ kind: "rename_column", table: users, from: "id", to: "age" }, /the column "age" already/],
    [
      { kind: "add_column", table: users, column: { name: "id", type: "text", nullable: true } },
      /the column "id" already/,
    ],
    [
      {
        kind: "add_constraint",
        table: users,
        constraint: { kind: "primary_key", name: "other", columns: ["age"] },
      },
      /has a primary key already/,
    ],
    [{ kind: "rename_index", table: users, from: "no", to: "x" }, /no index "no"/],
  ];
  for (const [operation, message] of refused) {
    test(`${operation.kind} is refused where ${message.source}`, () => {
      assert.throws(() => apply(sampleSchema, operation), { code: "invalid_migration", message });
    });
  }
});

describe("sortSchema()", () => {
  test("gives one order to the same schema in any other", () => {
    const backwards: Schema = {
      ...sampleSchema,
      tables: sampleSchema.tables.toReversed().map((table) => ({
        ...table,
        checks: table.checks.toReversed(),
      })),
    };
    assert.notDeepEqual(backwards, sampleSchema);
    assert.deepEqual(sortSchema(backwards), sampleSchema);
  });
});

describe("equalData()", () => {
  test("ignores the order of properties and what is undefined, and nothing else", () => {
    assert.ok(equalData({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1, d: undefined }));
    assert.ok(!equalData({ a: 1 }, { b: 1 }));
    assert.ok(!equalData([1, 2], [2, 1]));
    assert.ok(!equalData({ 0: "a" }, ["a"]));
    assert.ok(!equalData(null, {}));
    assert.ok(!equalData({}, { constructor: 1 }));
  });
});
