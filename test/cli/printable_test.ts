import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harmless, harmlessInColors, indented, inOneLine } from "../../cmd/printable.ts";
import { folder, run } from "./run.ts";

const esc = "\x1b[31m";
const bidi = "\u202e";

describe("what is printed", () => {
  test("obeys no escape sequence and turns no text around", () => {
    assert.equal(harmless(`a${esc}b${bidi}c\td\ne\0`), "a\\x1b[31mb\\u202ec\td\ne\\x00");
    assert.equal(harmless("Zoë 名前 😀"), "Zoë 名前 😀");
    assert.equal(inOneLine("a\r\nb\rc"), "a\\nb\\x0dc");
    assert.equal(indented("a\nhint: b"), "a\n    hint: b");
    assert.equal(
      harmlessInColors(`${esc}a\x1b[39m\x1b]0;title\x07`),
      `${esc}a\x1b[39m\\x1b]0;title\\x07`,
    );
  });

  test("has the names of a database spelled out, in summaries and in errors", async () => {
    const odd = `x${esc}${bidi}\ny`;
    using place = folder({
      "a.sql": `CREATE TABLE "${odd}" (a int);`,
      "b.sql": `CREATE TABLE "${odd}" (a int); CREATE TABLE "${odd}" (a int);`,
      "c.sql": "CREATE TABLE t (a int);",
    });
    const diff = (from: string, to: string) =>
      run(["diff", "--from", from, "--to", to, "--dialect", "sqlite"], place);
    const shown = "x\\x1b[31m\\u202e";
    const { stdout, stderr } = await diff("c.sql", "a.sql");
    assert.ok(stdout.includes(`CREATE TABLE "${odd}"`), "the script is exact");
    assert.ok(stderr.includes(`+ create table "${shown}\\ny"`), stderr);
    const failed = await diff("c.sql", "b.sql");
    assert.equal(failed.code, 2);
    assert.ok(failed.stderr.includes(shown), failed.stderr);
    for (const text of [stderr, failed.stderr]) {
      assert.ok(!text.includes("\x1b") && !text.includes(bidi) && !/^y/m.test(text), text);
    }
  });
});
