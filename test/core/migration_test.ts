import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WhimbrelError } from "../../core/errors.ts";
import {
  parseDuration,
  parseHeader,
  parseSectionMark,
  type Section,
  sectionFor,
} from "../../core/migration.ts";

describe("parseHeader()", () => {
  test("reads every line of the documented header", () => {
    const header = parseHeader(
      `-- revision: abc123def456
-- parents: 9d1c0a5e2b11, 77aa01c2d3e4
-- created: 2026-01-13T17:24:00Z
-- transaction: off                 (optional: statements that refuse a transaction)
-- label: billing
-- depends: 0123456789ab
-- lock-timeout: 500ms
-- statement-timeout: 5min

-- upgrade
SELECT 1;`,
      "x.sql",
      "sql",
    );
    assert.deepEqual(header, {
      revision: "abc123def456",
      parents: ["9d1c0a5e2b11", "77aa01c2d3e4"],
      depends: ["0123456789ab"],
      created: "2026-01-13T17:24:00Z",
      label: "billing",
      transactional: false,
      lockTimeout: 500,
      statementTimeout: 300_000,
    });
  });

  test("reads a script's header, after a byte order mark, with CRLF", () => {
    const header = parseHeader(
      "\ufeff// revision: r1\r\n// parents: none\r\nexport {};",
      "x.ts",
      "script",
    );
    assert.equal(header?.revision, "r1");
    assert.deepEqual(header?.parents, []);
    assert.equal(header?.transactional, true);
  });

  test("finds none where the file starts with SQL or with other comments", () => {
    assert.equal(parseHeader("SELECT 1;\n-- revision: r1", "x.sql", "sql"), undefined);
    assert.equal(
      parseHeader("-- Made by hand: see the wiki\nSELECT 1;", "x.sql", "sql"),
      undefined,
    );
    assert.equal(parseHeader("-- upgrade\n-- revision: r1\n", "x.sql", "sql"), undefined);
  });

  const broken: readonly (readonly [string, RegExp, number])[] = [
    ["-- revision: a b", /"revision" must name one revision/, 1],
    ["-- revision:", /"revision" must name one revision/, 1],
    ["-- revision: a\n-- revision: b", /"revision" stands twice/, 2],
    ["-- revision: a\n-- parents: b@c", /"b@c" cannot be a revision/, 2],
    ["-- revision: a\n-- parents: b, b", /"parents" names a revision twice/, 2],
    ["-- revision: a\n-- transaction: maybe", /"transaction" is "on" or "off", not "maybe"/, 2],
    ["-- revision: a\n\n-- lock-timeout: soon", /"soon" is no duration/, 3],
    ["-- revision: a\n-- label: x y", /"x y" cannot be a label/, 2],
  ];
  for (const [text, message, line] of broken) {
    test(`refuses ${JSON.stringify(text)} with its line`, () => {
      assert.throws(() => parseHeader(text, "x.sql", "sql"), (error) => {
        assert.ok(error instanceof WhimbrelError);
        assert.equal(error.code, "invalid_migration");
        assert.match(error.message, message);
        assert.deepEqual(error.place, { file: "x.sql", line });
        return true;
      });
    });
  }
});

test("parseDuration() gives milliseconds, and nothing for other words", () => {
  const cases = {
    "500ms": 500,
    "30s": 30_000,
    "1.5 s": 1500,
    "5min": 300_000,
    "2h": 7_200_000,
    "7": 7000,
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(parseDuration(text), expected);
  for (const text of ["", "soon", "5 parsecs", "-1s"]) assert.equal(parseDuration(text), undefined);
});

describe("sections", () => {
  test("a mark names its direction and its dialects", () => {
    assert.deepEqual(parseSectionMark("-- upgrade"), { direction: "upgrade", dialects: [] });
    assert.deepEqual(parseSectionMark("-- downgrade: one, two"), {
      direction: "downgrade",
      dialects: ["one", "two"],
    });
    assert.equal(parseSectionMark("-- upgrade the table"), undefined);
    assert.equal(parseSectionMark("SELECT 1 -- upgrade"), undefined);
  });

  test("the section that names the dialect comes before the one that names none", () => {
    const section = (dialects: readonly string[], line: number): Section => ({
      direction: "upgrade",
      dialects,
      line,
      start: 0,
      end: 0,
    });
    const sections = [section([], 1), section(["one", "two"], 2)];
    assert.equal(sectionFor(sections, "upgrade", "two")?.line, 2);
    assert.equal(sectionFor(sections, "upgrade", "three")?.line, 1);
    assert.equal(sectionFor(sections, "downgrade", "two"), undefined);
    assert.equal(sectionFor([sections[1]!], "upgrade", "three"), undefined);
  });
});
