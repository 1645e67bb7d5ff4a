import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { embeddedRelease } from "../../../adapters/postgres/embedded.ts";
import { adapter } from "../../../adapters/postgres/mod.ts";
import { packageFolder } from "../../../adapters/postgres/shadow/parts.ts";
import type { Session, Shadow } from "../../../core/adapter.ts";
import { emptySchema } from "../../../core/schema.ts";
import { statementError, whimbrelError } from "./database.ts";

/** Runs a script as a replay does, statement by statement. */
async function replay(session: Session, script: string): Promise<void> {
  for (const statement of session.dialect.split([script])) await session.run([statement]);
}

async function transactionOf(session: Session): Promise<number> {
  const [row] = await session.query("SELECT pg_current_xact_id()::text::int AS number");
  return Number(row!["number"]);
}

const everything = { exclude: [], namespaces: "all" } as const;

/** What nobody asks for in a new database, of all that outlives tables. */
const census = "SELECT " +
  ["class", "proc", "type", "roles", "extension", "cast", "language", "publication"]
    .concat(["event_trigger", "foreign_server", "largeobject_metadata", "default_acl", "policies"])
    .map((name) => `(SELECT count(*) FROM pg_catalog.pg_${name}) AS ${name}`).join(", ") +
  // Where a temporary table was, its empty schema stays.
  ", (SELECT count(*) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_') AS namespace" +
  ", (SELECT concat(nspacl::text, nspowner::regrole) FROM pg_namespace WHERE nspname = 'public') AS public";

/** Milliseconds. Starting a server takes seconds where the machine has much else to do. */
const patience = { timeout: 60_000 };

describe("an embedded shadow of PostgreSQL", () => {
  let shadow: Shadow;
  let untouched: unknown;
  before(async () => {
    shadow = await adapter.shadow!({});
    const session = await shadow.open([]);
    untouched = await session.query(census);
  }, patience);
  after(() => shadow[Symbol.asyncDispose]());

  test("names its release without being started", patience, async () => {
    const session = await shadow.open([]);
    const { version } = JSON.parse(readFileSync(join(packageFolder(), "../package.json"), "utf8"));
    const { server } = session;
    assert.equal(shadow.identity, `${server} (embedded, pglite ${version})`);
    assert.equal(embeddedRelease.package, version);
  });

  test("is a server to the adapter, errors and their places included", patience, async () => {
    const session = await shadow.open([]);
    await replay(session, "CREATE TABLE t (a int PRIMARY KEY, b timestamptz DEFAULT now())");
    const schema = await adapter.introspect(session, everything);
    assert.deepEqual(schema.tables[0]!.columns.map(({ name, type }) => [name, type]), [
      ["a", "integer"],
      ["b", "timestamp with time zone"],
    ]);
    const error = await statementError(
      session.run([...session.dialect.split(["SELECT 1; SELECT 2 FROM nowhere"])]),
    );
    assert.equal(error.index, 1);
    assert.equal(error.offset, 14);
    assert.equal(error.serverCode, "42P01");
    assert.deepEqual(await session.query("SELECT $1::int8 + 1 AS sum", [41]), [{ sum: 42 }]);
  });

  test("takes the lines of COPY, and refuses them like a server", patience, async () => {
    const session = await shadow.open([]);
    const rows = "1\teins\n2\tzwei\n".repeat(20_000);
    await replay(session, `CREATE TABLE t (a int, b text);\nCOPY t FROM stdin;\n${rows}\\.\n`);
    assert.deepEqual(await session.query("SELECT count(*), max(b) FROM t"), [
      { count: 40_000, max: "zwei" },
    ]);
    const wrong = await statementError(replay(session, "COPY t FROM stdin;\nx\ty\n\\.\n"));
    assert.equal(wrong.serverCode, "22P02");
    const nowhere = await statementError(replay(session, "COPY u FROM stdin;\n1\t1\n\\.\n"));
    assert.equal(nowhere.serverCode, "42P01");
    assert.deepEqual(await session.query("SELECT 1 AS one"), [{ one: 1 }]);
  });

  test(
    "has nothing left of what was made in it before, without being started again",
    patience,
    async () => {
      const session = await shadow.open([]);
      await replay(session, lifetime);
      const before = await transactionOf(session);
      const next = await shadow.open([]);
      assert.deepEqual(await adapter.introspect(next, everything), emptySchema);
      assert.deepEqual(await next.query(census), untouched);
      assert.deepEqual(await next.query("SHOW search_path"), [{ search_path: '"$user", public' }]);
      assert.equal(session.usable, false);
      assert.ok(await transactionOf(next) > before, "a new server counts from the beginning");
    },
  );

  test("takes a trial back, and what it was set to", patience, async () => {
    const session = await shadow.open([], "trial");
    await replay(
      session,
      "CREATE SCHEMA s; CREATE ROLE r; CREATE TABLE s.t (a serial); SET search_path = s; " +
        "INSERT INTO t DEFAULT VALUES; CREATE EXTENSION citext; PREPARE p AS SELECT 1",
    );
    const next = await shadow.open([]);
    assert.deepEqual(await next.query(census), untouched);
    assert.deepEqual(await next.query("SHOW search_path"), [{ search_path: '"$user", public' }]);
    assert.deepEqual(
      await next.query("SELECT name FROM pg_prepared_statements WHERE name = 'p'"),
      [],
    );
  });

  test("reads the same by plans of its own as without them", patience, async () => {
    const session = await shadow.open([]);
    await replay(session, lifetime);
    const used = "SELECT sum(generic_plans)::int AS count FROM pg_prepared_statements";
    const read = async (path: string) => {
      await replay(session, `SET ROLE app; SET search_path = ${path}`);
      return await adapter.introspect(session, everything);
    };
    const [before] = await session.query(used);
    const [inner, outer] = [await read("s"), await read("public")];
    const [after] = await session.query(used);
    assert.ok(Number(after!["count"]) > Number(before!["count"]), "they are used");
    assert.notDeepEqual(inner, outer);
    for (const end of ["DO $$ BEGIN EXECUTE 'DISCARD PLANS'; END $$", "discard all"]) {
      await replay(session, end);
      assert.deepEqual([await read("s"), await read("public")], [inner, outer], end);
    }
    assert.deepEqual(await session.query("SELECT name FROM pg_prepared_statements"), []);
  });

  test("lives in the present, and has entropy of its own", patience, async () => {
    const ask = "SELECT extract(epoch FROM clock_timestamp()) AS time, gen_random_uuid() AS id";
    await using other = await adapter.shadow!({});
    const rows = [];
    for (const one of [shadow, other]) {
      const session = await one.open([]);
      rows.push(...await session.query(ask));
    }
    for (const row of rows) assert.ok(Math.abs(Number(row["time"]) - Date.now() / 1000) < 60);
    assert.notEqual(rows[0]!["id"], rows[1]!["id"]);
  });

  test("is emptied where a trial ended its transaction or failed", patience, async () => {
    const ends = ["COMMIT", "ROLLBACK; CREATE TABLE u (a int)", "COMMIT; BEGIN", "SELECT 1 / 0"];
    for (const end of ends) {
      const session = await shadow.open([], "trial");
      await replay(session, `CREATE TABLE t (a int); ${end}`).catch(() => {});
      const next = await shadow.open([]);
      assert.deepEqual(await next.query(census), untouched, end);
      assert.deepEqual(await adapter.introspect(next, everything), emptySchema);
    }
  });

  test("says that it makes no other databases", patience, async () => {
    const session = await shadow.open([]);
    const error = await whimbrelError(replay(session, "CREATE DATABASE other"));
    assert.equal(error.code, "shadow");
    assert.equal(error.message, "The embedded shadow database cannot make others");
  });

  test("is another server where the one before cannot be emptied", patience, async () => {
    const session = await shadow.open([]);
    await replay(
      session,
      "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;" +
        "ALTER SCHEMA public RENAME TO former;" +
        "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep FROM PUBLIC; DROP EXTENSION plpgsql;",
    );
    const next = await shadow.open([]);
    assert.deepEqual(await adapter.introspect(next, everything), emptySchema);
    assert.deepEqual(await next.query(census), untouched);
    const [row] = await next.query(
      "SELECT proacl FROM pg_proc WHERE oid = 'pg_sleep(float8)'::regprocedure",
    );
    assert.deepEqual(row, { proacl: null });
  });

  test("is emptied in the middle of a transaction", patience, async () => {
    const session = await shadow.open([]);
    await replay(session, "BEGIN; CREATE TABLE t (a int)");
    await statementError(replay(session, "SELECT nothing"));
    const next = await shadow.open([]);
    assert.deepEqual(await adapter.introspect(next, everything), emptySchema);
  });

  test(
    "has the extensions of the distribution, with those that they require",
    patience,
    async () => {
      const session = await shadow.open([]);
      await replay(
        session,
        `CREATE EXTENSION pg_trgm; CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
       CREATE EXTENSION moddatetime; CREATE EXTENSION earthdistance CASCADE;
       DO $$ BEGIN CREATE EXTENSION citext; END $$;
       CREATE TABLE t (id uuid DEFAULT uuid_generate_v4(), name citext);
       CREATE INDEX ON t USING gin ((name::text) gin_trgm_ops);
       INSERT INTO t (name) VALUES ('Anna')`,
      );
      assert.deepEqual(
        await session.query(
          "SELECT name = 'ANNA' AS same, similarity('anna', 'anna') AS near, earth() > 0 AS round " +
            "FROM t",
        ),
        [{ same: true, near: 1, round: true }],
      );
    },
  );

  test("names an extension that it lacks, and what to do", patience, async () => {
    const session = await shadow.open([]);
    const error = await whimbrelError(
      replay(session, "CREATE TABLE t (a int); CREATE EXTENSION IF NOT EXISTS postgis"),
    );
    assert.equal(error.code, "shadow");
    assert.match(error.message, /"postgis"/);
    assert.match(error.hint!, /shadow: "postgres:/);
    assert.equal(error.statement, "CREATE EXTENSION IF NOT EXISTS postgis");
    const odd = await whimbrelError(replay(session, 'CREATE EXTENSION "../pglite"'));
    assert.equal(odd.code, "shadow");
    await replay(session, "-- CREATE EXTENSION postgis\nSELECT 'CREATE EXTENSION postgis'");
  });

  test(
    "has the roles that statements name, and leaves it to them to make others",
    patience,
    async () => {
      const session = await shadow.open([]);
      await replay(
        session,
        `CREATE TABLE t (a int); GRANT SELECT ON t TO app, "Read Only"; ALTER TABLE t OWNER TO boss;
       CREATE SCHEMA s AUTHORIZATION boss; ALTER DEFAULT PRIVILEGES FOR ROLE boss GRANT SELECT ON
         TABLES TO readers; REVOKE ALL ON t FROM PUBLIC, former;
       CREATE POLICY p ON t FOR SELECT TO tenant USING (a IN (SELECT 1 FROM t));
       CREATE ROLE maker; GRANT maker TO app; SET ROLE other; CREATE TABLE u (a int); RESET ROLE;
       DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'late') THEN
         CREATE ROLE late; END IF; GRANT SELECT ON t TO late; END $$`,
      );
      const rows = await session.query(
        'SELECT rolname FROM pg_roles WHERE oid >= 16384 ORDER BY rolname COLLATE "C"',
      );
      assert.deepEqual(
        rows.map((row) => row["rolname"]),
        ["Read Only", "app", "boss", "former", "late", "maker", "other", "readers", "tenant"],
      );
      const error = await statementError(
        session.run([...session.dialect.split([
          "SELECT 1; GRANT SELECT ON t TO another; SELECT nothing",
        ])]),
      );
      assert.equal(error.index, 2, "what the shadow adds is not counted");
    },
  );

  test("has the schema that the project is configured with", patience, async () => {
    await using other = await adapter.shadow!({ schema: "app" });
    for (let use = 0; use < 2; use++) {
      const session = await other.open([]);
      await replay(session, "CREATE TABLE t (a int)");
      const rows = await session.query("SELECT schemaname FROM pg_tables WHERE tablename = 't'");
      assert.deepEqual(rows, [{ schemaname: "app" }]);
    }
  });

  test("ends a statement that is cancelled, and starts again", patience, async () => {
    const session = await shadow.open([]);
    const ticks: number[] = [];
    const timer = setInterval(() => ticks.push(performance.now()), 20);
    const running = statementError(replay(session, "SELECT pg_sleep(600)"));
    while (ticks.length < 5) await new Promise((resolve) => setTimeout(resolve, 10));
    await session.cancel();
    clearInterval(timer);
    assert.equal((await running).connectionLost, true);
    assert.equal(session.usable, false);
    const next = await shadow.open([]);
    assert.deepEqual(await next.query("SELECT 1 AS one"), [{ one: 1 }]);
  });

  test("starts again where a statement took the server down", patience, async () => {
    const session = await shadow.open([]);
    await replay(session, "CREATE TABLE t (a int)");
    // Lines can only be given to a COPY that is a text of its own.
    const error = await statementError(session.query("SELECT 1; COPY t FROM stdin"));
    assert.equal(error.connectionLost, true);
    const next = await shadow.open([]);
    assert.deepEqual(await adapter.introspect(next, everything), emptySchema);
  });

  test("that cannot be started says what to configure", async () => {
    const env = { UNCLONEABLE: (() => {}) as unknown as string };
    const target = { url: "", connectTimeout: 0, readOnly: false, settings: {}, env };
    await using other = await adapter.shadow!({ target });
    const error = await whimbrelError(other.open([]));
    assert.equal(error.code, "shadow");
    assert.match(error.hint!, /shadow: "postgres:/);
  });

  test("is interrupted by the signal that it was opened with", patience, async () => {
    const controller = new AbortController();
    await using other = await adapter.shadow!({ signal: controller.signal });
    const session = await other.open([]);
    const running = whimbrelError(replay(session, "SELECT count(*) FROM generate_series(1, 1e12)"));
    setTimeout(() => controller.abort(), 100);
    assert.equal((await running).code, "interrupted");
    assert.equal((await whimbrelError(other.open([]))).code, "interrupted");
  });

  test("is given up where it was warmed up for nothing", patience, async () => {
    const other = await adapter.shadow!({});
    other.warmUp!();
    await other[Symbol.asyncDispose]();
    other.warmUp!();
    const session = await other.open([]);
    assert.deepEqual(await session.query("SELECT 1 AS one"), [{ one: 1 }]);
    await other[Symbol.asyncDispose]();
    assert.equal(session.usable, false);
  });

  test("runs two at a time", patience, async () => {
    await using one = await adapter.shadow!({});
    await using other = await adapter.shadow!({});
    const [first, second] = await Promise.all([one.open([]), other.open([])]);
    await replay(first, "CREATE TABLE t (a int)");
    assert.deepEqual(await adapter.introspect(second, everything), emptySchema);
  });
});

/** One of each of what outlives a table. */
const lifetime = `
  CREATE EXTENSION hstore; CREATE EXTENSION pg_trgm; CREATE TYPE mood AS ENUM ('sad', 'glad');
  CREATE TYPE pair AS (a int, b int); CREATE DOMAIN positive AS int CHECK (value > 0);
  CREATE TYPE span AS RANGE (subtype = int4);
  CREATE TABLE t (a int PRIMARY KEY, b mood, c positive, d hstore, e serial) PARTITION BY RANGE (a);
  CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10); CREATE SEQUENCE free OWNED BY NONE;
  CREATE INDEX ON t (b); CREATE STATISTICS st ON a, b FROM t; COMMENT ON TABLE t IS 'said';
  CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT a FROM t;
  CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
  CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int);
  CREATE AGGREGATE rows (*) (sfunc = int8inc, stype = int8, initcond = 0);
  CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq);
  CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a; CREATE COLLATION same FROM "C";
  CREATE TEXT SEARCH CONFIGURATION words (copy = english);
  CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
  CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION watch();
  CREATE PUBLICATION news FOR ALL TABLES; CREATE FOREIGN DATA WRAPPER wrapper;
  CREATE SERVER far FOREIGN DATA WRAPPER wrapper; CREATE USER MAPPING FOR app SERVER far;
  CREATE FOREIGN TABLE ft (a int) SERVER far; CREATE CAST (mood AS int) WITH INOUT;
  CREATE SCHEMA s; CREATE TABLE s.t (a int REFERENCES t1); CREATE TEMP TABLE passing (a int);
  GRANT SELECT ON t TO app; GRANT CREATE ON SCHEMA public TO app, PUBLIC;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO readers;
  ALTER ROLE app SET search_path = s; ALTER DATABASE postgres SET work_mem = '8MB';
  COMMENT ON SCHEMA public IS 'mine'; SELECT lo_create(0); PREPARE later AS SELECT 1;
  SELECT pg_advisory_lock(1); SET search_path = s; SET ROLE app; CREATE TABLE last (a int);
`;
