import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { adapter } from "../../../adapters/postgres/mod.ts";
import { type DatabaseServer, type ServerName, useServer } from "../../servers/mod.ts";
import { backendOf, open, run, statementError } from "./database.ts";

const names: readonly ServerName[] = ["postgres15", "postgres18"];
for (const name of names) {
  const server = await useServer(name);
  describe(`digest() on ${name}`, { skip: server === undefined }, () => {
    if (server !== undefined) suite(server);
  });
}

/** What must exist before, and the statement that is to be observed. */
const changes: readonly (readonly [before: readonly string[], statement: string])[] = [
  [[], "CREATE TABLE a1 (i int)"],
  [["CREATE TABLE a2 (i int)"], "DROP TABLE a2"],
  [["CREATE TABLE a3 (i int)"], "ALTER TABLE a3 ADD COLUMN j int"],
  [["CREATE TABLE a4 (i int)"], "ALTER TABLE a4 ALTER COLUMN i SET DEFAULT 1"],
  [["CREATE TABLE a5 (i int)"], "ALTER TABLE a5 ADD CHECK (i > 0) NOT VALID"],
  [
    ["CREATE TABLE a6 (i int, CONSTRAINT c CHECK (i > 0) NOT VALID)"].map((text) =>
      text.replace(" NOT VALID)", ")")
    ),
    "ALTER TABLE a6 DROP CONSTRAINT c",
  ],
  [
    ["CREATE TABLE a7 (i int)", "ALTER TABLE a7 ADD CONSTRAINT c CHECK (i > 0) NOT VALID"],
    "ALTER TABLE a7 VALIDATE CONSTRAINT c",
  ],
  [["CREATE TABLE a8 (i int)"], "ALTER TABLE a8 RENAME TO a8b"],
  [["CREATE TABLE a9 (i int)"], "ALTER TABLE a9 SET (fillfactor = 50)"],
  [["CREATE TABLE a10 (i int)"], "ALTER TABLE a10 ENABLE ROW LEVEL SECURITY"],
  [["CREATE TABLE b1 (i int)"], "CREATE INDEX b1_i ON b1 (i)"],
  [["CREATE TABLE b2 (i int)"], "CREATE INDEX ON b2 (i)"],
  [["CREATE TABLE b3 (i int)"], "CREATE UNIQUE INDEX CONCURRENTLY b3_i ON b3 (i)"],
  [["CREATE TABLE b4 (i int)", "CREATE INDEX b4_i ON b4 (i)"], "DROP INDEX CONCURRENTLY b4_i"],
  [["CREATE TABLE b5 (i int)", "CREATE INDEX b5_i ON b5 (i)"], "ALTER INDEX b5_i RENAME TO b5_j"],
  [["CREATE SCHEMA other", "CREATE TABLE other.b6 (i int)"], "CREATE INDEX b6_i ON other.b6 (i)"],
  [[], "CREATE VIEW v1 AS SELECT 1 AS a"],
  [["CREATE VIEW v2 AS SELECT 1 AS a"], "CREATE OR REPLACE VIEW v2 AS SELECT 2 AS a"],
  [[], "CREATE MATERIALIZED VIEW m1 AS SELECT 1 AS a"],
  [[], "CREATE SEQUENCE s1"],
  [["CREATE SEQUENCE s2"], "ALTER SEQUENCE s2 INCREMENT BY 7"],
  [[], "CREATE TYPE mood AS ENUM ('sad')"],
  [["CREATE TYPE mood2 AS ENUM ('sad')"], "ALTER TYPE mood2 ADD VALUE 'glad'"],
  [["CREATE TYPE pair AS (a int)"], "ALTER TYPE pair ADD ATTRIBUTE b int"],
  [["CREATE DOMAIN d1 AS int"], "ALTER DOMAIN d1 ADD CHECK (VALUE > 0)"],
  [[], "CREATE FUNCTION f1() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
  [
    ["CREATE FUNCTION f2() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    "CREATE OR REPLACE FUNCTION f2() RETURNS int LANGUAGE sql AS 'SELECT 2'",
  ],
  [[], "CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int)"],
  [[], "CREATE SCHEMA made"],
  [[], "CREATE EXTENSION plpgsql2".replace("plpgsql2", "pg_trgm")],
  [[], 'CREATE ROLE "digest role"'],
  [["CREATE TABLE p1 (i int)"], "CREATE PUBLICATION pub FOR TABLE p1"],
  [["CREATE TABLE p2 (i int)"], "CREATE POLICY pol ON p2 USING (true)"],
  [["CREATE TABLE p3 (i int)"], "CREATE RULE ru AS ON INSERT TO p3 DO NOTHING"],
  [
    ["CREATE TABLE t1 (i int)"],
    "CREATE TRIGGER trg BEFORE UPDATE ON t1 FOR EACH ROW EXECUTE FUNCTION " +
    "suppress_redundant_updates_trigger()",
  ],
  [["CREATE TABLE st (i int, j int)"], "CREATE STATISTICS st_ij ON i, j FROM st"],
  [[], 'CREATE COLLATION co FROM "C"'],
];

function suite(server: DatabaseServer): void {
  const url = server.createDatabase();
  after(async () => {
    await server.dropDatabase(await url);
  });

  test("tells every change, and nothing else", async () => {
    await using it = await open(await url);
    for (const [before, statement] of changes) {
      if (/pg_trgm/.test(statement) && !await hasExtension(it)) continue;
      if (before.length > 0) await run(it, ...before);
      const traits = it.dialect.traits(statement);
      const first = await adapter.digest(it, traits);
      assert.deepEqual(await adapter.digest(it, traits), first, statement);
      assert.equal(Object.keys(first).length, traits.objects.length, statement);
      await run(it, statement);
      const then = await adapter.digest(it, traits);
      for (const key of Object.keys(first)) {
        assert.notEqual(then[key], first[key], `${statement}: ${key}`);
        assert.doesNotMatch(then[key] ?? "", /^partial:/, statement);
      }
    }
    await run(it, 'DROP ROLE "digest role"');
  });

  test("does not see rows, statistics and vacuum", async () => {
    await using it = await open(await url);
    await run(it, "CREATE TABLE quiet (i int PRIMARY KEY)");
    const traits = it.dialect.traits("ALTER TABLE quiet ADD COLUMN j int");
    const before = await adapter.digest(it, traits);
    await run(it, "INSERT INTO quiet SELECT generate_series(1, 1000)", "ANALYZE quiet");
    await run(it, "VACUUM FULL quiet");
    assert.deepEqual(await adapter.digest(it, traits), before);
  });

  test("tells an index that was left invalid, which cleanUp() drops", async () => {
    await using it = await open(await url);
    await run(it, "CREATE SCHEMA s", "CREATE TABLE s.dup (i int)");
    await run(it, "INSERT INTO s.dup VALUES (1), (1)");
    for (const index of ["dup_i ", ""]) {
      const statement = `CREATE UNIQUE INDEX CONCURRENTLY ${index}ON s.dup (i)`;
      const traits = it.dialect.traits(statement);
      const before = await adapter.digest(it, traits);
      assert.deepEqual(await adapter.cleanUp!(it, traits), []);
      const error = await statementError(run(it, statement));
      assert.deepEqual([error.serverCode, error.transient], ["23505", false]);
      const after = await adapter.digest(it, traits);
      assert.ok(Object.values(after).some((hash) => hash?.startsWith("partial:")), statement);
      const repairs = await adapter.cleanUp!(it, traits);
      assert.deepEqual(repairs.map(({ text }) => text), [
        'DROP INDEX CONCURRENTLY "s"."dup_i_idx"'.replace("_i_idx", index === "" ? "_i_idx" : "_i"),
      ]);
      await it.run(repairs);
      assert.deepEqual(await adapter.digest(it, traits), before);
    }
  });

  test("leaves alone an index that another session builds", async () => {
    await using it = await open(await url);
    await using builder = await open(await url);
    await using blocker = await open(await url);
    await run(it, "CREATE TABLE building (i int)", "INSERT INTO building VALUES (1)");
    await run(blocker, "BEGIN", "INSERT INTO building VALUES (2)");
    const statement = "CREATE INDEX CONCURRENTLY building_i ON building (i)";
    const built = run(builder, statement);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(await adapter.cleanUp!(it, it.dialect.traits(statement)), []);
    await run(blocker, "COMMIT");
    await built;
  });

  test("tells the copies of a REINDEX CONCURRENTLY that was interrupted", async () => {
    await using it = await open(await url);
    await using blocker = await open(await url);
    await run(it, "CREATE TABLE re (i int)", "CREATE INDEX re_i ON re (i)");
    const statement = "REINDEX TABLE CONCURRENTLY re";
    const traits = it.dialect.traits(statement);
    assert.deepEqual(await adapter.digest(it, traits), { "copies of indexes": null });
    await run(blocker, "BEGIN", "INSERT INTO re VALUES (1)");
    const cancelled = statementError(run(it, statement));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await it.cancel();
    assert.equal((await cancelled).serverCode, "57014");
    await run(blocker, "COMMIT");
    const [hash] = Object.values(await adapter.digest(it, traits));
    assert.match(hash ?? "", /^partial:/);
    const repairs = await adapter.cleanUp!(it, traits);
    assert.deepEqual(repairs.map(({ text }) => text), [
      'DROP INDEX CONCURRENTLY "public"."re_i_ccnew"',
    ]);
    await it.run(repairs);
    assert.deepEqual(await adapter.digest(it, traits), { "copies of indexes": null });
  });

  test("tells a partition that is half detached, which cleanUp() finishes", async () => {
    await using it = await open(await url);
    await using blocker = await open(await url);
    await run(
      it,
      "CREATE TABLE parted (i int) PARTITION BY LIST (i)",
      "CREATE TABLE part PARTITION OF parted FOR VALUES IN (1)",
    );
    const statement = "ALTER TABLE parted DETACH PARTITION part CONCURRENTLY";
    const traits = it.dialect.traits(statement);
    const before = await adapter.digest(it, traits);
    await run(blocker, "BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT * FROM parted");
    const cancelled = statementError(run(it, statement));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await it.cancel();
    assert.equal((await cancelled).serverCode, "57014");
    await run(blocker, "COMMIT");
    assert.match((await adapter.digest(it, traits))["table parted"] ?? "", /^partial:/);
    const repairs = await adapter.cleanUp!(it, traits);
    await it.run(repairs);
    const now = (await adapter.digest(it, traits))["table parted"];
    assert.doesNotMatch(now ?? "", /^partial:/);
    assert.notEqual(now, before["table parted"]);
  });

  test("DROP INDEX CONCURRENTLY that was interrupted just runs again", async () => {
    await using it = await open(await url);
    await using blocker = await open(await url);
    await run(it, "CREATE TABLE dropping (i int)", "CREATE INDEX dropping_i ON dropping (i)");
    const statement = "DROP INDEX CONCURRENTLY dropping_i";
    const traits = it.dialect.traits(statement);
    await run(blocker, "BEGIN", "INSERT INTO dropping VALUES (1)");
    const cancelled = statementError(run(it, statement));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await it.cancel();
    await cancelled;
    await run(blocker, "COMMIT");
    assert.match((await adapter.digest(it, traits))["index dropping_i"] ?? "", /^partial:/);
    assert.deepEqual(await adapter.cleanUp!(it, traits), []);
    await run(it, statement);
    assert.equal((await adapter.digest(it, traits))["index dropping_i"], null);
  });

  test("databases", async () => {
    await using it = await open(await url);
    const name = `digest_${await backendOf(it)}`;
    const create = it.dialect.traits(`CREATE DATABASE ${name}`);
    assert.deepEqual(await adapter.digest(it, create), { [`database ${name}`]: null });
    await run(it, `CREATE DATABASE ${name}`);
    const made = await adapter.digest(it, create);
    assert.notEqual(made[`database ${name}`], null);
    await run(it, `ALTER DATABASE ${name} SET work_mem = '8MB'`);
    assert.notDeepEqual(await adapter.digest(it, create), made);
    await run(it, `DROP DATABASE ${name}`);
    assert.deepEqual(await adapter.digest(it, create), { [`database ${name}`]: null });
  });
}

async function hasExtension(session: Parameters<typeof run>[0]): Promise<boolean> {
  const [rows] = await run(
    session,
    "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'",
  );
  return rows!.length > 0;
}
