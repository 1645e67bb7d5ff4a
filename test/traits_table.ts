import assert from "node:assert/strict";
import { test } from "node:test";
import type { StatementTraits } from "../core/statement.ts";

/** A statement and its traits: class, `repeatable` if so, objects as `kind a.b`. */
export type TraitsRow = readonly [statement: string, expected: string, refuses?: RegExp];

/** Makes a test of each row. */
export function testTraits(
  traits: (statement: string) => StatementTraits,
  rows: readonly TraitsRow[],
): void {
  for (const [statement, expected, refuses] of rows) {
    test(`${statement} is ${expected}`, () => {
      const found = traits(statement);
      const objects = found.objects.map(({ kind, parts }) => `${kind} ${parts.join(".")}`);
      const words = [found.class, ...found.repeatable ? ["repeatable"] : []].join(" ");
      assert.equal([words, ...objects].join(", "), expected);
      if (refuses) assert.match(found.refusesTransaction ?? "", refuses);
      else assert.equal(found.refusesTransaction, undefined);
      // Neither comments nor case make a difference to what a statement does.
      const shouted = traits(
        `/* x */ -- select\n${statement.replace(/^\w+/, (w) => w.toUpperCase())}`,
      );
      assert.deepEqual(shouted, found);
    });
  }
}
