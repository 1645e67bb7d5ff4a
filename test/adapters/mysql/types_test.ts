import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { spellType } from "../../../adapters/mysql/types.ts";

describe("spellType() of MySQL", () => {
  const spellings = {
    smallint: "smallint",
    integer: "int",
    bigint: "bigint",
    boolean: "tinyint(1)",
    real: "float",
    double: "double",
    " Double  Precision ": "double",
    "decimal(10, 2)": "decimal(10,2)",
    numeric: "decimal(10,0)",
    "numeric(8)": "decimal(8,0)",
    "char(2)": "char(2)",
    "varchar(200)": "varchar(200)",
    varchar: "varchar(255)",
    text: "longtext",
    "text(100)": "text(100)",
    uuid: "char(36)",
    json: "json",
    date: "date",
    time: "time(6)",
    timestamp: "datetime(6)",
    "timestamp(3)": "datetime(3)",
    timestamptz: "timestamp(6)",
    binary: "longblob",
    "binary(16)": "binary(16)",
    "INT(11)": "int",
    "TINYINT(1)": "tinyint(1)",
    "tinyint(4) UNSIGNED": "tinyint unsigned",
    "Int ( 5 ) Unsigned Zerofill": "int(5) unsigned zerofill",
    "YEAR(4)": "year",
    "integer unsigned": "int unsigned",
    "ENUM('A', 'b''C;', 'INT(11)')": "enum('A','b''C;','INT(11)')",
    "multipolygon": "multipolygon",
  };
  for (const [portable, own] of Object.entries(spellings)) {
    test(`${portable} is ${own}`, () => assert.equal(spellType(portable), own));
  }
});
