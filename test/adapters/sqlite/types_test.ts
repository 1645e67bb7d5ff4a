import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { spellType } from "../../../adapters/sqlite/types.ts";

describe("spellType() of SQLite", () => {
  const spellings = {
    integer: "INTEGER",
    bigint: "INTEGER",
    boolean: "INTEGER",
    text: "TEXT",
    "varchar(200)": "VARCHAR(200)",
    varchar: "TEXT",
    "decimal(10, 2)": "DECIMAL(10,2)",
    " Double  Precision ": "REAL",
    "timestamp(3)": "TEXT",
    timestamptz: "TEXT",
    json: "TEXT",
    uuid: "TEXT",
    binary: "BLOB",
    any: "any",
    "MY TYPE(1, 2)": "MY TYPE(1, 2)",
    '"odd; type"': '"odd; type"',
  };
  for (const [portable, own] of Object.entries(spellings)) {
    test(`${portable} is ${own}`, () => assert.equal(spellType(portable), own));
  }
});
