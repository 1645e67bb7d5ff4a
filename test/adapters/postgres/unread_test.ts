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
  const statements = [
    "CREATE FOREIGN DATA WRAPPER w",
    ...Array.from({ length: 7 }, (_, at) => `CREATE SERVER s${at} FOREIGN DATA WRAPPER w`),
    "CREATE PUBLICATION p FOR TABLE t",
    "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
  ];
  await session.run(statements.map(generated));
  assert.deepEqual(await adapter.unread!(session), [
    "event triggers: e",
    "publications: p",
    "foreign servers: s0, s1, s2, s3, s4 and 2 more",
  ]);
});
