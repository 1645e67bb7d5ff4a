import assert from "node:assert/strict";
import fc from "fast-check";
import { WhimbrelError } from "../core/errors.ts";
import { split } from "../core/split.ts";
import type { ScriptRules } from "../core/split/rules.ts";

/** A statement with its data joined, so that it can be compared. */
export interface SplitStatement {
  readonly text: string;
  readonly line: number;
  readonly data?: string;
}

/** Splits a script that is given in pieces, and reads all data. */
export function splitPieces(pieces: Iterable<string>, rules: ScriptRules): SplitStatement[] {
  const statements: SplitStatement[] = [];
  for (const { text, line, data } of split(pieces, rules, { file: "m.sql", line: 1 })) {
    statements.push(data ? { text, line, data: [...data].join("") } : { text, line });
  }
  return statements;
}

/** The statements of a script, or the line and message with which it is refused. */
export type Outcome = SplitStatement[] | { readonly refused: string };

/** Splits a script in pieces of these lengths (in turn). */
export function outcome(script: string, rules: ScriptRules, lengths: readonly number[]): Outcome {
  try {
    return splitPieces(cut(script, lengths), rules);
  } catch (error) {
    if (!(error instanceof WhimbrelError)) throw error;
    assert.equal(error.code, "invalid_migration");
    assert.equal(error.place?.file, "m.sql");
    assert.ok(error.hint);
    return { refused: `${error.place?.line}: ${error.message}` };
  }
}

function* cut(script: string, lengths: readonly number[]): Generator<string> {
  for (let at = 0, turn = 0; at < script.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    yield script.slice(at, at + length);
    at += length;
  }
}

/** Statements of a script, after checking that how it is cut into pieces makes no difference. */
export function texts(script: string, rules: ScriptRules): string[] {
  const whole = outcome(script, rules, [script.length + 1]);
  assertPiecesDoNotMatter(script, rules);
  if ("refused" in whole) throw new Error(whole.refused);
  return whole.map(({ text }) => text);
}

/** `line: message` with which a script is refused, however it is cut into pieces. */
export function refusal(script: string, rules: ScriptRules): string {
  const whole = outcome(script, rules, [script.length + 1]);
  assertPiecesDoNotMatter(script, rules);
  assert.ok("refused" in whole, `${JSON.stringify(script)} was not refused`);
  return whole.refused;
}

export function assertPiecesDoNotMatter(script: string, rules: ScriptRules): void {
  const whole = outcome(script, rules, [script.length + 1]);
  for (const lengths of [[1], [2], [3], [5], [7, 1, 2], [25]]) {
    assert.deepEqual(outcome(script, rules, lengths), whole, `in pieces of ${lengths}`);
  }
}

/** Scripts glued together from what is hard to cut. */
export function scripts(fragments: readonly string[]): fc.Arbitrary<string> {
  const common = ["'", '"', ";", "\n", "\r", "\r\n", " ", "--", "/*", "*/", "\\", "a", "e", "1"];
  const words = ["select", "create", "case", "end", "begin", "''", '""', "x'", "$", "go", "/"];
  return fc.array(fc.constantFrom(...common, ...words, ...fragments), { maxLength: 40 })
    .map((parts) => parts.join(""));
}

/** Any cut into pieces gives the same statements, lines and errors. */
export function checkPieces(fragments: readonly string[], rules: ScriptRules): void {
  fc.assert(
    fc.property(
      scripts(fragments),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
      (script, lengths) => {
        const whole = outcome(script, rules, [script.length + 1]);
        assert.deepEqual(outcome(script, rules, lengths), whole);
      },
    ),
    { numRuns: 1500 },
  );
}

/** Statements joined with a terminator of their own split into the same statements. */
export function checkStable(fragments: readonly string[], rules: ScriptRules): void {
  let splits = 0;
  fc.assert(
    fc.property(scripts(fragments), (script) => {
      const whole = outcome(script, rules, [script.length + 1]);
      if ("refused" in whole || whole.some(({ data }) => data !== undefined)) return;
      const expected = whole.map(({ text }) => text);
      splits += expected.length;
      const joined = expected.map((text) => `${text};\n`).join("");
      const again = outcome(joined, rules, [joined.length + 1]);
      if ("refused" in again) assert.fail(again.refused);
      assert.deepEqual(again.map(({ text }) => text), expected);
    }),
    { numRuns: 3000 },
  );
  assert.ok(splits > 300, `only ${splits} statements were compared`);
}
