import process from "node:process";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { adapter as postgres } from "../../adapters/postgres/mod.ts";
import { adapter as sqlite } from "../../adapters/sqlite/mod.ts";
import type { Adapter, Shadow } from "../../core/adapter.ts";
import { diff } from "../../core/diff.ts";
import { emptySchema } from "../../core/schema.ts";
import type { Statement } from "../../core/statement.ts";
import { schemaPairs } from "../core/random_schema.ts";
import { desiredAfter, replayedAfter } from "./short_cuts.ts";

const patience = { timeout: 120_000 };
const runs = { numRuns: Number(process.env["WHIMBREL_TEST_RUNS"] ?? 60), seed: 20261121 };

describe("what is kept of the last time", () => {
  let shadow: Shadow;
  before(async () => void (shadow = await sqlite.shadow!({})));
  after(() => shadow[Symbol.asyncDispose]());

  test("gives the schema that everything made anew gives", patience, async () => {
    await fc.assert(
      fc.asyncProperty(schemaPairs, async ({ from, to }) => {
        const place = { adapter: sqlite, shadow };
        const { short, whole } = await desiredAfter(place, { schema: from }, { schema: to });
        assert.deepEqual(short, whole);
      }),
      runs,
    );
  });

  test("gives the schema that all migrations give", patience, async () => {
    await fc.assert(
      fc.asyncProperty(schemaPairs, async ({ from, to, renames }) => {
        const { dialect } = sqlite;
        const section = (statements: readonly Statement[]) =>
          statements.map(({ text }) => `${text};`).join("\n") || "SELECT 1;";
        const create = dialect.render(diff(emptySchema, from), emptySchema);
        const change = dialect.render(diff(from, to, renames, dialect.diffTraits), from);
        const place = { adapter: sqlite, shadow };
        const { short, continued, whole } = await replayedAfter(place, [section(create)], [
          section(change),
        ]);
        assert.deepEqual(short, whole);
        assert.deepEqual(continued, whole);
      }),
      runs,
    );
  });
});

/** Tables that nothing of the cases names, so that most of the schema is left alone. */
const others = Array.from({ length: 12 }, (_, at) => `CREATE TABLE other${at} (id int);`).join(
  "\n",
);

/** A schema, and what it becomes. */
const scripts: Readonly<Record<string, readonly [string, string]>> = {
  "a table before default privileges": [
    "CREATE TABLE a (id int); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app;",
    "CREATE TABLE a (n int); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app;",
  ],
  "a table with rights on it": [
    "CREATE TABLE a (id int); GRANT SELECT ON a TO app; GRANT INSERT ON other1 TO app;",
    "CREATE TABLE a (n int); GRANT SELECT ON a TO app; GRANT INSERT ON other1 TO app;",
  ],
  "a column of a table that others refer to": [
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a (id));",
    "CREATE TABLE a (id int PRIMARY KEY, n text); CREATE TABLE b (a int REFERENCES a (id));",
  ],
  "the key that an unnamed reference means": [
    "CREATE TABLE a (id int PRIMARY KEY, n int UNIQUE NOT NULL);" +
    "CREATE TABLE b (a int REFERENCES a);",
    "CREATE TABLE a (id int UNIQUE, n int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);",
  ],
  "the type of a column that others refer to": [
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a bigint REFERENCES a);",
    "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (a bigint REFERENCES a);",
  ],
  "a table that another is LIKE": [
    "CREATE TABLE a (id int); CREATE TABLE b (LIKE a INCLUDING ALL, n int);",
    "CREATE TABLE a (id int, m text); CREATE TABLE b (LIKE a INCLUDING ALL, n int);",
  ],
  "a table that is LIKE another": [
    "CREATE TABLE a (id int DEFAULT 1 CHECK (id > 0));" +
    "CREATE TABLE b (LIKE a INCLUDING ALL);",
    "CREATE TABLE a (id int DEFAULT 1 CHECK (id > 0));" +
    "CREATE TABLE b (LIKE a INCLUDING ALL, n int);",
  ],
  "a table that another is a copy of": [
    "CREATE TABLE a (id int); CREATE TABLE b AS SELECT * FROM a;",
    "CREATE TABLE a (id int, n int); CREATE TABLE b AS SELECT * FROM a;",
  ],
  "a grant": [
    "CREATE TABLE a (id int); GRANT SELECT ON a TO PUBLIC;",
    "CREATE TABLE a (id int);",
  ],
  "a generated name that becomes free": [
    "CREATE TABLE z (n int); CREATE INDEX a_b_c_key ON z (n); CREATE TABLE a (b_c int UNIQUE);",
    "CREATE TABLE z (n int); CREATE TABLE a (b_c int UNIQUE);",
  ],
  "a table that another inherits": [
    "CREATE TABLE a (id int); CREATE TABLE b (n int) INHERITS (a);",
    "CREATE TABLE a (id int, m text DEFAULT 'x'); CREATE TABLE b (n int) INHERITS (a);",
  ],
  "a partitioned table": [
    "CREATE TABLE a (id int) PARTITION BY RANGE (id);" +
    "CREATE TABLE b PARTITION OF a FOR VALUES FROM (0) TO (9);",
    "CREATE TABLE a (id int, m text) PARTITION BY RANGE (id);" +
    "CREATE TABLE b PARTITION OF a FOR VALUES FROM (0) TO (9);",
  ],
  "a partition attached": [
    "CREATE TABLE a (id int) PARTITION BY LIST (id); CREATE TABLE b (id int);",
    "CREATE TABLE a (id int) PARTITION BY LIST (id); CREATE TABLE b (id int);" +
    "ALTER TABLE a ATTACH PARTITION b FOR VALUES IN (1);",
  ],
  "an index of a partitioned table": [
    "CREATE TABLE a (id int) PARTITION BY LIST (id);" +
    "CREATE TABLE b PARTITION OF a FOR VALUES IN (1);",
    "CREATE TABLE a (id int) PARTITION BY LIST (id);" +
    "CREATE TABLE b PARTITION OF a FOR VALUES IN (1); CREATE INDEX i ON a (id);",
  ],
  "an enum": [
    "CREATE TYPE e AS ENUM ('a'); CREATE TABLE a (e e);",
    "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE a (e e);",
  ],
  "a table under a view": [
    "CREATE TABLE a (id int); CREATE VIEW v AS SELECT * FROM a;",
    "CREATE TABLE a (id int, n int); CREATE VIEW v AS SELECT * FROM a;",
  ],
  "a table under a view of a view": [
    "CREATE TABLE a (id int); CREATE VIEW v AS SELECT * FROM a; CREATE VIEW w AS SELECT * FROM v;",
    "CREATE TABLE a (id int, n int); CREATE VIEW v AS SELECT * FROM a;" +
    "CREATE VIEW w AS SELECT * FROM v;",
  ],
  "a trigger": [
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';" +
    "CREATE TABLE a (id int);",
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';" +
    "CREATE TABLE a (id int);" +
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();",
  ],
  "a table whose row type a function has": [
    "CREATE TABLE a (id int); CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS 'SELECT 1';",
    "CREATE TABLE a (id int, n int);" +
    "CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS 'SELECT 1';",
  ],
  "a table whose row type is a column's": [
    "CREATE TABLE a (id int); CREATE TABLE b (a a);",
    "CREATE TABLE c (id int); CREATE TABLE a (id int, n int); CREATE TABLE b (a a);",
  ],
  "a sequence owned by a column": [
    "CREATE SEQUENCE s; CREATE TABLE a (id int DEFAULT nextval('s'));",
    "CREATE SEQUENCE s; CREATE TABLE a (id int DEFAULT nextval('s'));" +
    "ALTER SEQUENCE s OWNED BY a.id;",
  ],
  "a serial column": ["CREATE TABLE a (n int);", "CREATE TABLE a (n int, id serial);"],
  "a table that goes": [
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);",
    "CREATE TABLE b (a int);",
  ],
  "a table of the same name in another schema": [
    "CREATE SCHEMA s; CREATE TABLE a (id int); CREATE TABLE s.a (id int);",
    "CREATE SCHEMA s; CREATE TABLE a (id int); CREATE TABLE s.a (id int, n int);",
  ],
  "a generated name that another one takes": [
    "CREATE TABLE a (b_c int UNIQUE); CREATE TABLE z (n int);",
    "CREATE TABLE z (n int); CREATE INDEX a_b_c_key ON z (n); CREATE TABLE a (b_c int UNIQUE);",
  ],
  "a policy and a comment": [
    "CREATE TABLE a (id int); CREATE TABLE b (id int);",
    "CREATE TABLE a (id int); CREATE TABLE b (id int); COMMENT ON TABLE a IS 'b';" +
    "ALTER TABLE a ENABLE ROW LEVEL SECURITY;" +
    "CREATE POLICY p ON a USING (EXISTS (SELECT FROM b));",
  ],
  "the search path in the middle": [
    "CREATE SCHEMA s; CREATE TABLE a (id int);",
    "CREATE SCHEMA s; SET search_path = s; CREATE TABLE a (id int);",
  ],
  "a transaction in the script": [
    "BEGIN; CREATE TABLE a (id int); COMMIT;",
    "BEGIN; CREATE TABLE a (id int, n int); COMMIT;",
  ],
};

/** Migrations that make a schema, and one that follows. */
const steps: Readonly<Record<string, readonly [string, string]>> = {
  "a column": ["CREATE TABLE a (id int);", "ALTER TABLE a ADD n int;"],
  "a table's new name": [
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);",
    "ALTER TABLE a RENAME TO c;",
  ],
  "a column's new name under a view": [
    "CREATE TABLE a (id int); CREATE VIEW v AS SELECT id FROM a;",
    "ALTER TABLE a RENAME id TO n;",
  ],
  "a table dropped with what needs it": [
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);" +
    "CREATE VIEW v AS SELECT * FROM a; CREATE VIEW w AS SELECT * FROM v;",
    "DROP TABLE a CASCADE;",
  ],
  "a schema dropped": [
    "CREATE SCHEMA s; CREATE TABLE s.a (id int); CREATE TABLE b (id int);",
    "DROP SCHEMA s CASCADE;",
  ],
  "a table under default privileges": [
    "CREATE TABLE a (id int); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app;",
    "CREATE TABLE b (id int);",
  ],
  "a column of a table with rights on it": [
    "CREATE TABLE a (id int); GRANT SELECT ON a TO app; GRANT UPDATE (id) ON a TO boss;",
    "ALTER TABLE a RENAME id TO n;",
  ],
  "a table moved to another schema": [
    "CREATE SCHEMA s; CREATE TABLE a (id serial);",
    "ALTER TABLE a SET SCHEMA s;",
  ],
  "an index renamed": ["CREATE TABLE a (id int); CREATE INDEX i ON a (id);", "DROP INDEX i;"],
  "a value of an enum": [
    "CREATE TYPE e AS ENUM ('a'); CREATE TABLE a (e e DEFAULT 'a');",
    "ALTER TYPE e ADD VALUE 'b';",
  ],
  "a parent of heirs": [
    "CREATE TABLE a (id int); CREATE TABLE b (n int) INHERITS (a);" +
    "CREATE TABLE c () INHERITS (b);",
    "ALTER TABLE a ADD m text;",
  ],
  "a partitioned table": [
    "CREATE TABLE a (id int) PARTITION BY LIST (id);" +
    "CREATE TABLE b PARTITION OF a FOR VALUES IN (1) PARTITION BY LIST (id);" +
    "CREATE TABLE c PARTITION OF b FOR VALUES IN (1);",
    "ALTER TABLE a ADD m text; CREATE INDEX i ON a (m);",
  ],
  "a partition detached": [
    "CREATE TABLE a (id int) PARTITION BY LIST (id);" +
    "CREATE TABLE b PARTITION OF a FOR VALUES IN (1);",
    "ALTER TABLE a DETACH PARTITION b;",
  ],
  "a foreign key": [
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int);",
    "ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE;",
  ],
  "a key that others refer to": [
    "CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE b (a int REFERENCES a);",
    "ALTER TABLE a DROP CONSTRAINT a_pkey CASCADE; ALTER TABLE a ADD PRIMARY KEY (n);",
  ],
  "a copy of a table": ["CREATE TABLE a (id int, n text);", "CREATE TABLE b (LIKE a);"],
  "a table out of a query": ["CREATE TABLE a (id int);", "CREATE TABLE b AS SELECT * FROM a;"],
  "a trigger and its function": [
    "CREATE TABLE a (id int);",
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';" +
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();",
  ],
  "a sequence of a column": ["CREATE TABLE a (id serial);", "ALTER SEQUENCE a_id_seq CYCLE;"],
  "what a block does": [
    "CREATE TABLE a (id int);",
    "DO 'BEGIN EXECUTE ''ALTER TABLE '' || ''a'' || '' ADD n int''; END';",
  ],
  "a generated name that is in use elsewhere": [
    "CREATE TABLE a (b_c int); CREATE TABLE b (id int CONSTRAINT a_b_c_key UNIQUE);",
    "ALTER TABLE a ADD UNIQUE (b_c);",
  ],
  "a name that is in use elsewhere": [
    "CREATE TABLE a (id int); CREATE TABLE b (id int CONSTRAINT n UNIQUE);",
    "CREATE TABLE c (id int); CREATE INDEX IF NOT EXISTS n ON c (id);",
  ],
};

describe("what is kept of the last time, on the embedded PostgreSQL", () => {
  let place: { readonly adapter: Adapter; readonly shadow: Shadow };
  before(async () => {
    place = { adapter: postgres, shadow: await postgres.shadow!({}) };
    await place.shadow.open([]);
  }, patience);
  after(() => place.shadow[Symbol.asyncDispose]());

  for (const [name, [first, then]] of Object.entries(scripts)) {
    test(`gives the same schema as all of it: ${name}`, patience, async () => {
      const of = (script: string) => ({ script: `${others}\n${script}`, file: "schema.sql" });
      const { short, whole } = await desiredAfter(place, of(first), of(then));
      assert.deepEqual(short, whole);
    });
  }

  for (const [name, [first, then]] of Object.entries(steps)) {
    test(`gives the same schema as all migrations: ${name}`, patience, async () => {
      const known = [`${others}\n${first}`];
      const { short, continued, whole } = await replayedAfter(place, known, [then]);
      assert.deepEqual(short, whole);
      assert.deepEqual(continued, whole);
    });
  }
});
