import assert from "node:assert/strict";
import { test } from "node:test";
import { adapter } from "../../../adapters/postgres/mod.ts";
import { generated } from "../../../core/statement.ts";

test("what a schema does not hold is told by kind and name", { timeout: 60_000 }, async () => {
  await using shadow = await adapter.shadow!({});
  const session = await shadow.open([]);
  await session.run([
    generated("CREATE TABLE t (a int)"),
    generated("CREATE VIEW v AS SELECT 1 AS a"),
  ]);
  assert.deepEqual(await adapter.unread!(session), []);
  const parts = "START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, " +
    "LEXTYPES = prsd_lextype";
  const statements = [
    "CREATE LANGUAGE own HANDLER plpgsql_call_handler",
    ...Array.from({ length: 7 }, (_, at) => `CREATE TEXT SEARCH PARSER p${at} (${parts})`),
    "CREATE CONVERSION upwards FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
    "CREATE TYPE own; CREATE FUNCTION own_in(cstring) RETURNS own LANGUAGE internal AS 'textin'",
    "CREATE FUNCTION own_out(own) RETURNS cstring LANGUAGE internal AS 'textout'",
    "CREATE TYPE own (INPUT = own_in, OUTPUT = own_out)",
  ];
  await session.run([...session.dialect.split(statements.map((each) => `${each};\n`))]);
  assert.deepEqual(await adapter.unread!(session), [
    "languages: own",
    "conversions: upwards",
    "text search parsers: p0, p1, p2, p3, p4 and 2 more",
    "base types: own",
  ]);
});
