import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { destroys } from "../../core/describe.ts";
import type { Operation } from "../../core/operation.ts";
import { risks, risksAmong } from "../../core/risk.ts";
import type { Column, DataType } from "../../core/schema.ts";
import { fits } from "../../core/type_fit.ts";

const table = { name: "users" };
const mood = { name: "mood", dimensions: 0 };

function column(type: DataType, more: Partial<Column> = {}): Column {
  return { name: "x", type, nullable: true, ...more };
}

function alter(from: Column, to: Column): Operation {
  return { kind: "alter_column", table, from, to };
}

describe("fits()", () => {
  const wider: readonly [DataType, DataType][] = [
    ["integer", "bigint"],
    ["smallint", "integer"],
    ["int unsigned", "bigint unsigned"],
    ["int unsigned", "bigint unsigned"],
    ["integer", "numeric"],
    ["integer", "numeric(12)"],
    ["integer", "double precision"],
    ["real", "double precision"],
    ["numeric(5,2)", "numeric(7,3)"],
    ["varchar(20)", "varchar(200)"],
    ["character varying(20)", "text"],
    ["char(5)", "varchar(5)"],
    ["bigint", "text"],
    [mood, "text"],
    ["date", "timestamp without time zone"],
    ["INTEGER", "integer"],
    ["timestamp(3)", "timestamp(6)"],
    ["text", "mediumtext"],
    ["blob", "longblob"],
    ["enum('a','b')", "enum('a','b','it''s')"],
  ];
  const narrower: readonly [DataType, DataType][] = [
    ["mediumtext", "tinytext"],
    ["longblob", "blob"],
    ["enum('a','b')", "enum('a')"],
    ["set('a')", "enum('a','b')"],
    ["bigint", "integer"],
    ["integer", "bigint unsigned"],
    ["int unsigned", "int"],
    ["text", "integer"],
    ["varchar(200)", "varchar(20)"],
    ["text", "varchar(200)"],
    ["bytea", "text"],
    ["longblob", "longtext"],
    ["timestamp", "date"],
    ["timestamp(6)", "timestamp(3)"],
    ["timestamp with time zone", "timestamp without time zone"],
    ["bigint", "double precision"],
    ["double precision", "real"],
    ["numeric", "numeric(10,2)"],
    ["numeric(7,3)", "numeric(7,2)"],
    ["numeric(10,2)", "integer"],
    ["integer", "numeric(5)"],
    ["text", mood],
    ["json", "point"],
  ];
  for (const [from, to] of wider) {
    test(`every ${JSON.stringify(from)} is a ${JSON.stringify(to)}`, () => {
      assert.equal(fits(from, to), true);
      assert.equal(destroys(alter(column(from), column(to))), undefined);
      assert.equal(risks(alter(column(from), column(to))), undefined);
    });
  }
  for (const [from, to] of narrower) {
    test(`not every ${JSON.stringify(from)} is a ${JSON.stringify(to)}`, () => {
      assert.equal(fits(from, to), false);
      assert.match(destroys(alter(column(from), column(to)))!, /values of column "x" of "users"$/);
      assert.match(risks(alter(column(from), column(to)))!, /^a row of "users" has a value in "x"/);
    });
  }
});

describe("risks()", () => {
  const email = { kind: "unique", name: "u", columns: ["email"] } as const;
  const cases: readonly [Operation, string | undefined][] = [
    [{ kind: "add_column", table, column: column("text") }, undefined],
    [
      { kind: "add_column", table, column: column("text", { nullable: false, default: "''" }) },
      undefined,
    ],
    [
      { kind: "add_column", table, column: column("text", { nullable: false }) },
      '"users" has rows, which would have no value in "x"',
    ],
    [
      { kind: "add_column", table, column: column("bigint", { nullable: false, identity: {} }) },
      undefined,
    ],
    [
      alter(column("text"), column("text", { nullable: false })),
      'a row of "users" has NULL in "x"',
    ],
    [
      { kind: "add_constraint", table, constraint: email },
      'two rows of "users" have the same "email"',
    ],
    [
      { kind: "add_constraint", table, constraint: { ...email, kind: "primary_key" } },
      'two rows of "users" have the same "email", or one has NULL there',
    ],
    [
      {
        kind: "add_constraint",
        table,
        constraint: { kind: "check", expression: "age > 0", columns: ["age"] },
      },
      'a row of "users" is not age > 0',
    ],
    [
      {
        kind: "add_constraint",
        table,
        constraint: { kind: "check", expression: "age > 0", columns: ["age"], notValid: true },
      },
      undefined,
    ],
    [
      { kind: "alter_constraint", table, from: email, to: { ...email, deferrable: "deferred" } },
      undefined,
    ],
    [
      {
        kind: "create_index",
        table,
        index: { name: "i", unique: true, parts: [{ expression: "lower(email)" }] },
      },
      'two rows of "users" have the same "lower(email)"',
    ],
    [
      {
        kind: "create_index",
        table,
        index: { name: "i", unique: false, parts: [{ column: "a" }] },
      },
      undefined,
    ],
    [
      {
        kind: "alter_enum",
        from: { name: "mood", values: ["ok", "sad"] },
        to: { name: "mood", values: ["ok"] },
      },
      'a row has "sad"',
    ],
    [{ kind: "drop_column", table, column: column("text") }, undefined],
  ];
  for (const [operation, risk] of cases) {
    test(`${operation.kind} fails if ${risk ?? "nothing"}`, () => {
      assert.equal(risks(operation), risk);
    });
  }
});

describe("risksAmong()", () => {
  const table = { name: "users" };
  const email = { name: "email", type: "text", nullable: true };
  const index = { name: "i", unique: true, parts: [{ column: "email" }] };
  const unique: Operation = { kind: "create_index", table, index };

  test("sees none in keys over a column that has no values yet", () => {
    const add: Operation = { kind: "add_column", table, column: email };
    assert.deepEqual(risksAmong([add, unique]), [undefined, undefined]);
    assert.match(risksAmong([unique])[0]!, /two rows of "users"/);
    const filled: Operation = { ...add, column: { ...email, default: "'x'" } };
    assert.match(risksAmong([filled, unique])[1]!, /two rows of "users"/);
    const strict: Operation = { ...unique, index: { ...index, nullsNotDistinct: true } };
    assert.match(risksAmong([add, strict])[1]!, /two rows of "users"/);
  });

  test("sees none in a table that was just made", () => {
    const made: Operation = {
      kind: "create_table",
      table: {
        ...{ name: "users", columns: [email], options: {} },
        ...{ uniques: [], foreignKeys: [], checks: [], exclusions: [], indexes: [] },
      },
    };
    assert.deepEqual(risksAmong([made, unique]), [undefined, undefined]);
  });
});
