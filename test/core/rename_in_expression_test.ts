import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { mentionsColumn, renameInExpression } from "../../core/rename_in_expression.ts";

describe("renameInExpression()", () => {
  const cases: readonly [string, string, string][] = [
    ["age > 0 AND AGE < 9", "years", "years > 0 AND years < 9"],
    ["'age' || age || 'it''s age'", "years", "'age' || years || 'it''s age'"],
    ['"age" > 0 OR `age` > 1', "years", '"years" > 0 OR `years` > 1'],
    ['"AGE" > 0', "years", '"AGE" > 0'],
    ["age(age) + ages + my_age + age2", "years", "age(years) + ages + my_age + age2"],
    ["(x)::age = age", "years", "(x)::age = years"],
    ["age > 0", "order", '"order" > 0'],
    ["age > 0 OR `age` > 1", 'we"`ird', '"we""`ird" > 0 OR `we"``ird` > 1'],
    ["x'a9e' || e'age' || 1e5", "years", "x'a9e' || e'age' || 1e5"],
    ["éage + ageé + t.age", "years", "éage + ageé + t.years"],
  ];
  for (const [before, to, after] of cases) {
    test(`${before} with age as ${to} is ${after}`, () => {
      assert.equal(renameInExpression(before, { from: "age", to }), after);
    });
  }

  test("mentionsColumn() tells names from strings and functions", () => {
    assert.equal(mentionsColumn("lower(age)", "age"), true);
    assert.equal(mentionsColumn("age('age')", "age"), false);
    assert.equal(mentionsColumn('"a b" > 0', "a b"), true);
    assert.equal(mentionsColumn("a IS NULL OR b", "oR"), false);
    assert.equal(mentionsColumn('a IS NULL OR "oR"', "oR"), true);
  });
});
