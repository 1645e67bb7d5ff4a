import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { diff, type DiffTraits } from "../../core/diff.ts";
import { invertAll } from "../../core/operation.ts";
import { noRenames } from "../../core/rename.ts";
import { follow } from "./follow.ts";
import { schemaPairs } from "./random_schema.ts";
import { assertReached, withoutQuotes } from "./same_schema.ts";

/** The careful answers, and those of databases that hold less. */
const kinds: Readonly<Record<string, DiffTraits>> = {
  "a database that holds everything": {},
  "a database that holds nothing": {
    foreignKeysHold: [],
    generatedHold: false,
    objectsHold: false,
    sharedNames: ["index"],
    fold: { table: (name) => name.toLowerCase(), column: (name) => name.toLowerCase() },
    replaces: () => true,
  },
};
const numRuns = Number(process.env["WHIMBREL_TEST_PAIRS"] ?? 300);
const seed = Number(process.env["WHIMBREL_TEST_SEED"] ?? 1);

for (const [name, traits] of Object.entries(kinds)) {
  describe(`diff() for ${name}`, () => {
    test("leads to the other schema, step by step, and back", { timeout: 120_000 }, () => {
      fc.assert(
        fc.property(schemaPairs, fc.boolean(), (pair, isDecided) => {
          const renames = isDecided ? pair.renames : noRenames;
          const operations = diff(pair.from, pair.to, renames, traits);
          const reached = follow(pair.from, operations, traits);
          assertReached(reached, { to: pair.to, operations });
          assert.deepEqual(diff(reached, pair.to, noRenames, traits), []);
          assert.deepEqual(
            withoutQuotes(follow(reached, invertAll(operations), traits)),
            withoutQuotes(pair.from),
          );
        }),
        { numRuns, seed },
      );
    });
  });
}
