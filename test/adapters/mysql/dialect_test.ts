import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createDialect } from "../../../adapters/mysql/dialect.ts";
import { sectionText } from "../../../core/generate.ts";
import { locateFault } from "../../../adapters/mysql/fault.ts";

const dialect = createDialect();

describe("quote()", () => {
  test("doubles backticks and joins parts", () => {
    assert.equal(dialect.quote("a`b"), "`a``b`");
    assert.equal(dialect.quote(["db", "t"]), "`db`.`t`");
  });
});

describe("literal()", () => {
  for (
    const [value, text] of [
      [null, "NULL"],
      [true, "1"],
      [1.5, "1.5"],
      [9007199254740993n, "9007199254740993"],
      ["it's", "'it''s'"],
      ["a\\b", "_utf8mb4 X'615c62'"],
      ["", "''"],
      [new Uint8Array([0, 255]), "X'00ff'"],
      [new Date("2026-01-13T17:24:00.123Z"), "'2026-01-13 17:24:00.123'"],
    ] as const
  ) {
    test(`writes ${typeof value === "bigint" ? `${value}n` : JSON.stringify(value)} as ${text}`, () => {
      assert.equal(dialect.literal(value), text);
    });
  }

  test("refuses a number that MySQL does not have", () => {
    assert.throws(() => dialect.literal(NaN), /no number NaN/);
  });
});

describe("traits()", () => {
  const seen = (sql: string) => {
    const { class: kind, objects } = dialect.traits(sql);
    return [kind, ...objects.map(({ parts }) => parts.join("."))];
  };

  test("sees a plain rename", () => {
    assert.deepEqual(seen("RENAME TABLE a TO b"), ["ddl", "a", "b"]);
    assert.deepEqual(seen("RENAME TABLE a TO old, b TO a"), ["ddl", "a", "old", "b", "a"]);
  });

  test("does not claim to see tables change places", () => {
    assert.deepEqual(seen("RENAME TABLE a TO x, b TO a, x TO b"), ["opaque"]);
    assert.deepEqual(seen("ALTER TABLE p EXCHANGE PARTITION p0 WITH TABLE t"), ["opaque"]);
  });

  test("sees nothing of DDL on a server that may leave it half done", () => {
    const old = createDialect({ atomicDdl: false });
    assert.equal(old.traits("ALTER TABLE a ADD b int").class, "opaque");
    assert.deepEqual(old.traits("ALTER TABLE a ADD b int").objects, []);
    assert.equal(old.traits("INSERT INTO a VALUES (1)").class, "dml");
  });
});

describe("limits()", () => {
  test("goes back to what the session was opened with", () => {
    const session = createDialect({ limits: { lockTimeout: 5000, statementTimeout: undefined } });
    const [statement] = session.limits!({ lockTimeout: undefined, statementTimeout: undefined });
    assert.match(
      statement!.text,
      /lock_wait_timeout = 5,.*innodb_lock_wait_timeout = 5 .*= DEFAULT/,
    );
  });

  test("never rounds a lock timeout down to none, and 0 is for ever", () => {
    const [short] = dialect.limits!({ lockTimeout: 20, statementTimeout: undefined });
    assert.match(short!.text, /lock_wait_timeout = 1,/);
    const [none] = dialect.limits!({ lockTimeout: 0, statementTimeout: undefined });
    assert.match(none!.text, /lock_wait_timeout = 31536000,/);
  });
});

describe("script()", () => {
  const script = (text: string) => dialect.script!({ text, line: 1 });

  test("ends a statement with a semicolon", () => {
    assert.equal(script("INSERT INTO t VALUES ('a;b')"), "INSERT INTO t VALUES ('a;b');");
  });

  test("gives a body a delimiter that does not stand in it, and reads it back as one", () => {
    const text = "CREATE PROCEDURE p() BEGIN SELECT '$$'; SELECT 2; END";
    assert.equal(script(text), `DELIMITER $$$\n${text}\n$$$\nDELIMITER ;`);
    const both = [`${script(text)}\n`, script("SELECT 1")];
    assert.deepEqual([...dialect.split(both)].map((one) => one.text), [text, "SELECT 1"]);
  });

  test("gives each statement of a migration lines of its own", () => {
    const statements = ["CREATE TABLE t (a int)", "DROP TABLE t"]
      .map((text) => ({ text, line: 1 }));
    assert.equal(
      sectionText(dialect, statements, ["loses data: all rows of `t`"]),
      "-- loses data: all rows of `t`\nCREATE TABLE t (a int);\nDROP TABLE t;\n",
    );
  });
});

describe("locateFault()", () => {
  const near = (text: string, line = 1) => `use near '${text}' at line ${line}`;

  test("takes the statements behind out of the message", () => {
    const statement = "selec 1";
    const rest = `${statement}\n;\nINSERT INTO whimbrel_journal VALUES (1)`;
    const fault = locateFault(near(rest.slice(0, 40)), { statement, rest });
    assert.deepEqual(fault, { message: "use near 'selec 1'", offset: 0 });
  });

  test("tells one place from another by the line", () => {
    const statement = "select 1,\nx y,\nx y";
    const fault = locateFault(near("x y", 3), { statement, rest: statement });
    assert.equal(fault.offset, statement.lastIndexOf("x y"));
  });

  test("says that a statement ended too early", () => {
    const statement = "create table t (";
    const rest = `${statement}\n;\nselect 1`;
    assert.deepEqual(locateFault(near(";\nselect 1", 2), { statement, rest }), {
      message: "use at the end of the statement",
      offset: statement.length,
    });
    assert.equal(locateFault(near(""), { statement, rest: statement }).offset, statement.length);
  });

  test("leaves other messages alone", () => {
    assert.deepEqual(locateFault("Duplicate entry", { statement: "x", rest: "x" }), {
      message: "Duplicate entry",
      offset: undefined,
    });
  });
});
