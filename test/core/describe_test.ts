import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import { describe, destroys } from "../../core/describe.ts";
import { invert, type Operation } from "../../core/operation.ts";
import { sampleOperations, sampleSchema } from "./schemas.ts";

suite("describe() and destroys()", () => {
  test("every operation has a line, and those that lose something say what", () => {
    const lines = sampleOperations.map((operation) => {
      const lost = destroys(operation);
      return describe(operation) + (lost === undefined ? "" : ` -- ${lost}`);
    });
    assert.deepEqual(lines, [
      'create table "app.others"',
      'drop table "pets" -- all rows of "pets"',
      'rename table "app.users" to "people"',
      'rename table "pets" to "app.animals"',
      'set comment of table "app.users"',
      'remove comment of table "app.users"',
      'alter options of table "app.users"',
      'remove partitioning of table "app.users"',
      'alter bounds of "pets" in "app.users"',
      'add column "new" text to "app.users"',
      'drop column "twice" of "app.users"',
      'rename column "age" of "app.users" to "years"',
      'alter column "age" of "app.users": type integer to bigint, set not null, default 2, collation C',
      'alter column "age" of "app.users": drop default, generated 1' +
      ' -- the values of column "age" of "app.users"',
      'add check "more" to "app.users"',
      'drop primary key "users_pkey" of "app.users"',
      'drop unique "users_age_key" of "app.users"',
      'drop foreign key "users_self" of "app.users"',
      'drop check (age > 0) of "app.users"',
      'drop exclusion "users_excl" of "app.users"',
      'alter foreign key "users_self" of "app.users"',
      'rename constraint "users_pkey" of "app.users" to "pk"',
      'create unique index "i" on "app.users" ((lower(x)))',
      'drop index "users_idx" of "app.users"',
      'alter index "users_idx" of "app.users"',
      'rename index "users_idx" of "app.users" to "idx"',
      'create enum "app.mood"',
      'drop enum "mood"',
      'alter enum "mood" -- "sad" of enum "mood"',
      'rename enum "mood" to "app.feeling"',
      'rename value "ok" of enum "mood" to "fine"',
      'create domain "zip"',
      'drop domain "email"',
      'alter domain "email"',
      'create composite type "triple"',
      'drop composite type "pair"',
      'alter composite "pair"',
      'create sequence "other"',
      'drop sequence "counter" -- the position of sequence "counter"',
      'alter sequence "counter"',
      'rename sequence "counter" to "tally"',
      'create view "audit"',
      'drop trigger "audit"',
      'replace trigger "audit"',
    ]);
  });

  test("rows that move lose what the other table has no place for", () => {
    const table = sampleSchema.tables.find(({ name }) => name === "users")!;
    const age = table.columns.find(({ name }) => name === "age")!;
    const others = table.columns.filter((column) => column !== age && !column.generated);
    const to = { ...table, name: "others", columns: [{ ...age, type: "smallint" }] };
    const move: Operation = { kind: "move_rows", from: table, to };
    assert.equal(describe(move), 'move rows of "app.users" to "app.others"');
    assert.equal(
      destroys(move),
      [
        'what is no smallint in the values of column "age" of "app.users"',
        ...others.map(({ name }) => `the values of column "${name}" of "app.users"`),
      ].toSorted((one, other) => place(one) - place(other)).join(", "),
    );
    assert.equal(destroys(invert(move)), undefined);
    assert.equal(destroys({ kind: "drop_table", table, moved: true }), undefined);

    function place(text: string): number {
      return table.columns.findIndex(({ name }) => text.includes(`"${name}"`));
    }
  });

  test("taking back a new column or table loses what was written since", () => {
    const [create] = sampleOperations;
    const add = sampleOperations.find(({ kind }) => kind === "add_column")!;
    assert.equal(destroys(invert(create!)), 'all rows of "app.others"');
    assert.equal(destroys(invert(add)), 'the values of column "new" of "app.users"');
  });
});
