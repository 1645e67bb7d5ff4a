import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapter } from "../../../adapters/sqlite/mod.ts";
import type { Unusable } from "../../../core/adapter.ts";

async function unusable(script: string): Promise<readonly Unusable[]> {
  await using shadow = await adapter.shadow!({});
  const session = await shadow.open([script]);
  await session.run([...adapter.dialect.split([script], { file: "x.sql", line: 1 })]);
  const before = await adapter.introspect(session);
  const found = await adapter.unusable!(session);
  assert.deepEqual(await adapter.introspect(session), before);
  return found;
}

const table = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, g AS (a)); CREATE TABLE u (x);";

/** Scripts with the objects that cannot be used, and why. */
const cases: Readonly<Record<string, readonly [string, readonly (readonly [string, string])[]]>> = {
  "a view of a table that is not there": [
    "CREATE VIEW v AS SELECT a FROM nowhere; CREATE VIEW w AS SELECT 1",
    [["view v", "no such table: main.nowhere"]],
  ],
  "a view of a column that is not there, and a view of it": [
    `CREATE VIEW "v v" AS SELECT b FROM t; CREATE VIEW w AS SELECT * FROM "v v"`,
    [["view v v", "no such column: b"], ["view w", "no such column: b"]],
  ],
  "a view with a list of too few columns": [
    "CREATE VIEW v (x) AS SELECT id, a FROM t",
    [["view v", "expected 1 columns for 'v' but got 2"]],
  ],
  "a trigger that reads a column that is not there": [
    "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT NEW.b; END",
    [["trigger tr", "no such column: NEW.b"]],
  ],
  "one of several triggers on one table": [
    `CREATE TRIGGER "before" AFTER UPDATE ON t BEGIN SELECT 1; END;
     CREATE TRIGGER [of] BEFORE UPDATE OF a ON t BEGIN DELETE FROM nowhere; END;
     CREATE TRIGGER upon AFTER INSERT ON u BEGIN UPDATE t SET a = 1; END`,
    [["trigger of", "no such table: main.nowhere"]],
  ],
  "a trigger on a view": [
    `CREATE VIEW v AS SELECT a FROM t;
     CREATE TRIGGER tr INSTEAD OF DELETE ON v BEGIN INSERT INTO u (y) VALUES (OLD.a); END`,
    [["trigger tr", "table u has no column named y"]],
  ],
};

describe("unusable() of SQLite", () => {
  for (const [name, [script, expected]] of Object.entries(cases)) {
    test(`finds ${name}`, async () => {
      const found = await unusable(table + script);
      assert.deepEqual(
        found.map(({ kind, name, message }) => [`${kind} ${name}`, message]),
        expected,
      );
    });
  }

  test("finds nothing in what the application may have the rest of", async () => {
    const script = `
      CREATE TABLE c (p REFERENCES nowhere);
      CREATE VIEW v AS SELECT my_own(a) AS x FROM t ORDER BY a COLLATE my_own;
      CREATE VIEW w AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
        SELECT * FROM r ORDER BY n;
      CREATE TRIGGER t1 AFTER INSERT ON c BEGIN SELECT my_own(NEW.p); END;
      CREATE TRIGGER t2 AFTER DELETE ON t BEGIN INSERT INTO c VALUES (OLD.g); END;
      CREATE TRIGGER t3 AFTER UPDATE ON t BEGIN UPDATE u SET x = NEW.rowid; END;
      CREATE VIEW x AS SELECT a FROM t WHERE a = "on";
      CREATE TRIGGER t5 AFTER INSERT ON u BEGIN UPDATE u SET x = "new"; END;
      CREATE TRIGGER t4 INSTEAD OF UPDATE ON v BEGIN SELECT 1; END`;
    assert.deepEqual(await unusable(table + script), []);
  });
});
