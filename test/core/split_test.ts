import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lexicalRules } from "../../adapters/postgres/lexer.ts";
import { lexicalRules as mysqlRules } from "../../adapters/mysql/lexer.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { split } from "../../core/split.ts";

const rules = lexicalRules();

describe("split()", () => {
  test("reads no further than the statement that is asked for", () => {
    let read = 0;
    const script = function* () {
      for (;;) {
        read++;
        yield "select 1;\n";
      }
    };
    const statements = split(script(), rules);
    for (let line = 1; line <= 50; line++) {
      assert.deepEqual(statements.next().value, { text: "select 1", line });
      assert.ok(read <= line + 5, `${read} pieces for ${line} statements`);
    }
  });

  test("closes the script when its reader stops early", () => {
    let closed = false;
    const script = function* () {
      try {
        for (;;) yield "select 1;";
      } finally {
        closed = true;
      }
    };
    for (const statement of split(script(), rules)) {
      assert.equal(statement.text, "select 1");
      break;
    }
    assert.ok(closed);
  });

  test("counts lines from the origin and names its file in errors", () => {
    const origin = { file: "migrations/a.sql", line: 10 };
    assert.equal([...split(["\n\nselect 1"], rules, origin)][0]?.line, 12);
    assert.throws(() => [...split(["\nselect 'a"], rules, origin)], (error) => {
      assert.ok(error instanceof WhimbrelError);
      assert.deepEqual(error.place, { file: "migrations/a.sql", line: 11 });
      return true;
    });
  });

  test("passes over data that its reader left, also in part", () => {
    const script =
      "copy a from stdin;\n1\n2\n\\.\nselect 1;\ncopy b from stdin;\n3\n4\n\\.\nselect 2;";
    for (const length of [3, 1000]) {
      const pieces = script.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
      const found: string[] = [];
      for (const { text, data } of split(pieces, rules)) {
        found.push(text);
        if (text.startsWith("copy b")) { for (const _ of data ?? []) break; }
      }
      assert.deepEqual(found, ["copy a from stdin", "select 1", "copy b from stdin", "select 2"]);
    }
  });

  test("gives the data of COPY in pieces of bounded size, while the script is read", () => {
    const rows = "1\tabc\n".repeat(1000);
    let read = 0;
    const script = function* () {
      yield "copy t from stdin;\n";
      for (; read < 500; read++) yield rows;
      yield "\\.\n";
    };
    let length = 0;
    for (const { data } of split(script(), rules)) {
      for (const piece of data ?? []) {
        assert.ok(piece.length <= 2 * rows.length);
        length += piece.length;
        assert.ok(read * rows.length <= length + 3 * rows.length);
      }
    }
    assert.equal(length, 500 * rows.length);
  });

  test("finds a statement that is larger than many pieces", () => {
    const value = "x''y;".repeat(1000);
    const script = function* () {
      yield "insert into t values ('";
      for (let i = 0; i < 50; i++) yield value;
      yield "', $$";
      for (let i = 0; i < 50; i++) yield value;
      yield "$$) -- end\n;select 1";
    };
    const [first, second] = [...split(script(), rules)];
    const values = value.repeat(50);
    assert.equal(first?.text, `insert into t values ('${values}', $$${values}$$)`);
    assert.deepEqual(second, { text: "select 1", line: 2 });
  });

  test("takes time in proportion to the script, whatever it is cut into", () => {
    // A search of the rest of the window for every statement, or of the whole statement for every
    // piece, would take minutes here.
    const statements = 200_000;
    let found = 0;
    for (const _ of split(["select 1;".repeat(statements)], rules)) found++;
    assert.equal(found, statements);
    const long = function* () {
      yield "select 0x";
      for (let i = 0; i < 20_000; i++) yield "ab".repeat(500);
      yield ";";
    };
    assert.equal([...split(long(), mysqlRules())][0]?.text.length, 9 + 20_000_000);
  });

  test("shows a separator of other clients only where it stands alone", () => {
    const texts = (script: string) => [...split([script], rules)].map(({ text }) => text);
    assert.deepEqual(texts("select 1 as\ngo\n, 2"), ["select 1 as\ngo\n, 2"]);
    assert.deepEqual(texts("select '\nGO\n'"), ["select '\nGO\n'"]);
    assert.throws(() => texts("create table a (i int)\n  go  \ncreate table b (i int)"), /"go"/);
  });
});
