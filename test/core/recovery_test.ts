import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Digest } from "../../core/adapter.ts";
import { isDecidable, settle } from "../../core/recovery.ts";
import type { StatementTraits } from "../../core/statement.ts";

const ddl: StatementTraits = { class: "ddl", objects: [], repeatable: false };

describe("settle()", () => {
  const cases: readonly (readonly [string, Digest | undefined, Digest, string])[] = [
    ["every object changed", { a: "1", b: null }, { a: null, b: "1" }, "done"],
    ["no object changed", { a: "1", b: null }, { a: "1", b: null }, "not_run"],
    ["some objects changed", { a: "1", b: "2" }, { a: null, b: "2" }, "partial"],
    ["nothing can be observed", {}, {}, "unknown"],
    ["nothing was observed before", undefined, { a: "1" }, "unknown"],
    ["something unusable is left", { a: null }, { a: "partial:1" }, "not_run"],
  ];
  for (const [what, before, now, outcome] of cases) {
    test(`says ${outcome} where ${what}`, () => {
      assert.equal(settle(ddl, before, now).outcome, outcome);
    });
  }

  test("lets what may be repeated run again unless all that it names changed", () => {
    const traits = { ...ddl, repeatable: true };
    const outcome = (before: Digest | undefined, now: Digest) =>
      settle(traits, before, now).outcome;
    assert.equal(outcome({ a: null }, { a: null }), "not_run");
    assert.equal(outcome({ a: null, b: null }, { a: "1", b: null }), "not_run");
    assert.equal(outcome(undefined, {}), "not_run");
    assert.equal(outcome({ a: null }, { a: "1" }), "done");
  });

  test("says of each object what became of it", () => {
    const { notes } = settle(ddl, { a: "1", b: null, c: "1", d: "1" }, {
      a: null,
      b: "2",
      c: "2",
      d: "1",
    });
    assert.deepEqual(notes, ["a: gone", "b: made", "c: changed", "d: as it was"]);
  });
});

describe("isDecidable()", () => {
  test("holds for what changes a definition that can be seen, and is not to run twice", () => {
    assert.equal(isDecidable(ddl, { a: "1" }), true);
    assert.equal(isDecidable(ddl, {}), false);
    assert.equal(isDecidable({ ...ddl, class: "opaque" }, { a: "1" }), false);
  });

  test("holds for what may be repeated only where it makes what was not there", () => {
    const traits = { ...ddl, repeatable: true };
    assert.equal(isDecidable(traits, { a: null }), true);
    assert.equal(isDecidable(traits, { a: "1" }), false);
    assert.equal(isDecidable(traits, { a: null, b: "1" }), false);
  });
});
