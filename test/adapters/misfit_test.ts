import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createDialect as createMysql } from "../../adapters/mysql/dialect.ts";
import { dialect as postgres } from "../../adapters/postgres/dialect.ts";
import { dialect as sqlite } from "../../adapters/sqlite/dialect.ts";
import type { Dialect } from "../../core/adapter.ts";
import { destroys } from "../../core/describe.ts";
import type { Operation } from "../../core/operation.ts";
import { risks } from "../../core/risk.ts";

const mysql = createMysql();
const lenient = createMysql({ cutsValues: true });

/** What a narrower type does: nothing, it may fail, it loses values. */
function outcome(dialect: Dialect, from: string, to: string): "nothing" | "fails" | "loses" {
  const operation: Operation = {
    kind: "alter_column",
    table: { name: "t" },
    from: { name: "x", type: from, nullable: true },
    to: { name: "x", type: to, nullable: true },
  };
  if (destroys(operation, dialect) !== undefined) return "loses";
  return risks(operation, dialect) === undefined ? "nothing" : "fails";
}

/** From one type to another: on SQLite, PostgreSQL, MySQL, and MySQL without a strict mode. */
const cases = [
  ["text", "varchar(320)", "nothing", "fails", "fails", "loses"],
  ["VARCHAR(200)", "VARCHAR(100)", "nothing", "fails", "fails", "loses"],
  ["bigint", "integer", "nothing", "fails", "fails", "loses"],
  ["numeric(12,2)", "numeric(8,2)", "nothing", "fails", "fails", "loses"],
  ["numeric(12,4)", "numeric(12,2)", "nothing", "loses", "loses", "loses"],
  ["enum('a','b')", "enum('a')", "nothing", "fails", "fails", "loses"],
  ["longblob", "blob", "nothing", "fails", "fails", "loses"],
  ["double precision", "real", "nothing", "loses", "loses", "loses"],
  ["timestamp(6)", "timestamp(3)", "nothing", "loses", "loses", "loses"],
  // '007' would become 7.
  ["text", "integer", "loses", "loses", "loses", "loses"],
  ["real", "integer", "loses", "loses", "loses", "loses"],
  // A STRICT table has none of the other kind.
  ["blob", "text", "fails", "loses", "loses", "loses"],
  ["varchar(20)", "varchar(30)", "nothing", "nothing", "nothing", "nothing"],
] as const;

describe("Dialect.misfit()", () => {
  for (const [from, to, ...expected] of cases) {
    test(`tells what becomes of ${from} as ${to}`, () => {
      const found = [sqlite, postgres, mysql, lenient].map((each) => outcome(each, from, to));
      assert.deepEqual(found, expected);
    });
  }
});
