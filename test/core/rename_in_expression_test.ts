import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  mentionsColumn,
  renameInExpression,
  renameTypeInExpression,
  renameValueInExpression,
} from "../../core/rename_in_expression.ts";

describe("renameInExpression()", () => {
  const cases: readonly [string, string, string][] = [
    ["age > 0 AND AGE < 9", "years", "years > 0 AND years < 9"],
    ["'age' || age || 'it''s age'", "years", "'age' || years || 'it''s age'"],
    ['"age" > 0 OR `age` > 1', "years", '"years" > 0 OR `years` > 1'],
    ['"AGE" > 0', "years", '"AGE" > 0'],
    ["age(age) + ages + my_age + age2", "years", "age(years) + ages + my_age + age2"],
    ["(x)::age = age", "years", "(x)::age = years"],
    ["age > 0", "order", '"order" > 0'],
    ["age > 0 OR `age` > 1", 'we"`ird', '`we"``ird` > 0 OR `we"``ird` > 1'],
    ["age > 0 OR '\"' <> `b`", "order", "`order` > 0 OR '\"' <> `b`"],
    ['age > 0 OR "b" <> `c`', "order", '"order" > 0 OR "b" <> `c`'],
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

describe("renameTypeInExpression()", () => {
  const mood = { name: "mood" };
  const feeling = { schema: "app", name: "Feeling" };
  const cases: readonly [string, string][] = [
    ["'ok'::mood", `'ok'::app."Feeling"`],
    ["'{ok}'::mood[] || mood", `'{ok}'::app."Feeling"[] || mood`],
    [`'ok'::"mood"`, `'ok'::app."Feeling"`],
    ["'ok'::x.mood", "'ok'::x.mood"],
    ["'ok'::moody || '::mood'", "'ok'::moody || '::mood'"],
  ];
  for (const [before, after] of cases) {
    test(`${before} becomes ${after}`, () => {
      assert.equal(renameTypeInExpression(before, { from: mood, to: feeling }), after);
      assert.equal(
        renameTypeInExpression(after, { from: feeling, to: mood }),
        before.replace('"mood"', "mood"),
      );
    });
  }
});

describe("renameValueInExpression()", () => {
  test("changes a value where it is cast to the enum, and nothing else", () => {
    const type = { schema: "app", name: "mood" };
    assert.equal(
      renameValueInExpression("'it''s'::app.mood || 'it''s'::mood || 'it''s'", {
        type,
        from: "it's",
        to: "ok",
      }),
      "'ok'::app.mood || 'it''s'::mood || 'it''s'",
    );
  });
});
