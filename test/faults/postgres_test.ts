import assert from "node:assert/strict";
import { readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { query, startPgbouncer, startServer } from "../servers/mod.ts";
import { assertMixed, writeMixed } from "./mixed.ts";
import {
  assertCode,
  eventually,
  holdLog,
  openSide,
  openSite,
  servers,
  type Site,
  untilBlocked,
} from "./site.ts";

/** A site with the table `log`, and a migration that has not run. */
async function openPending(
  server: Site["server"],
  second: string,
  ...header: readonly string[]
): Promise<Site> {
  const site = await openSite(server);
  site.migration("0001_log.sql", "CREATE TABLE log (entry int);");
  assertCode(await site.run(["upgrade"]), 0);
  site.migration("0002_second.sql", second, ...header);
  return site;
}

const history = (site: Site) => site.values("SELECT revision FROM whimbrel_migrations ORDER BY 1");

const indexes = (site: Site) =>
  site.values(
    "SELECT indexrelid::regclass || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END " +
      "FROM pg_index WHERE indrelid = 'log'::regclass",
  );

/** A transaction with an old snapshot, for which index builds wait. */
async function openReader(site: Site) {
  const reader = await openSide(site.url);
  await reader.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await reader.run("SELECT count(*) FROM log");
  return reader;
}

const untilBuilding = (site: Site) =>
  eventually(
    async () => (await indexes(site)).includes("log_entry INVALID"),
    20,
    "the index build",
  );

const concurrently = "CREATE INDEX CONCURRENTLY log_entry ON log (entry);";

for (const server of await servers("postgres15", "postgres18")) {
  describe(`PgBouncer in front of ${server.name}`, () => {
    test("in transaction mode, three runs apply each migration once", async () => {
      await using site = await openSite(server);
      await using pooler = await startPgbouncer(server, { mode: "transaction", poolSize: 8 });
      writeMixed(site);
      const name = decodeURIComponent(new URL(site.url).pathname.slice(1));
      const runs = [1, 2, 3].map(() => site.run(["upgrade"], { url: pooler.url(name) }));
      for (const each of await Promise.all(runs)) assertCode(each, 0);
      await assertMixed(site);
    });

    test("in statement mode, it is refused", async () => {
      await using site = await openSite(server);
      await using pooler = await startPgbouncer(server, { mode: "statement" });
      writeMixed(site);
      const name = decodeURIComponent(new URL(site.url).pathname.slice(1));
      const run = await site.run(["upgrade"], { url: pooler.url(name) });
      assertCode(run, 8);
      assert.match(run.stderr, /pool_mode=transaction/);
      const tables = "SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'";
      assert.deepEqual(await site.values(tables), [0]);
    });
  });

  describe(`an interrupted CREATE INDEX CONCURRENTLY on ${server.name}`, () => {
    test("is named when it stops, cleaned up and built again", async () => {
      const header = ["transaction: off", "statement-timeout: 1s"];
      await using site = await openPending(server, concurrently, ...header);
      await using reader = await openReader(site);
      const first = await site.run(["upgrade"]);
      assertCode(first, 4);
      assert.match(first.stderr, /log_entry/);
      assert.match(first.stderr, /invalid|unusable/i);
      assert.deepEqual(await indexes(site), ["log_entry INVALID"]);
      await reader.run("COMMIT");
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await indexes(site), ["log_entry"]);
    });

    for (const how of ["kill -9 of the run", "the end of its server process"]) {
      test(`by ${how}, is built again`, async () => {
        await using site = await openPending(server, concurrently, "transaction: off");
        await using reader = await openReader(site);
        const first = site.start(["upgrade"]);
        await untilBuilding(site);
        if (how.startsWith("kill")) {
          first.child.kill("SIGKILL");
          await first.ended;
        } else {
          await site.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
              "WHERE datname = current_database() AND query LIKE 'CREATE INDEX%'",
          );
        }
        const second = site.start(["upgrade"]);
        await reader.run("COMMIT");
        assertCode(await second.ended, 0);
        const { code } = await first.ended;
        assert.equal(code, how.startsWith("kill") ? undefined : 0, first.stderr());
        assert.deepEqual(await indexes(site), ["log_entry"]);
        assert.deepEqual(await history(site), ["0001", "0002"]);
      });
    }
  });

  describe(`limits and collisions on ${server.name}`, () => {
    test("a blocked ALTER is tried again as often as configured, then rolled back", async () => {
      const alter = "ALTER TABLE log ADD COLUMN note int;";
      await using site = await openPending(server, alter, "lock-timeout: 500ms");
      site.scratch.write("whimbrel.json", JSON.stringify({ retries: 2 }));
      await using held = await holdLog(site);
      const run = await site.run(["upgrade"]);
      assertCode(run, 3);
      assert.match(run.stderr, /55P03/);
      assert.equal(run.stderr.match(/again in/g)?.length, 2, run.stderr);
      await held.release();
      assertCode(await site.run(["upgrade"]), 0);
    });

    test("a blocked ALTER succeeds once the table is free", async () => {
      const alter = "ALTER TABLE log ADD COLUMN note int;";
      await using site = await openPending(server, alter, "lock-timeout: 500ms");
      await using held = await holdLog(site);
      const run = site.start(["upgrade"]);
      await eventually(() => Promise.resolve(/again in/.test(run.stderr())), 10, "a retry");
      await held.release();
      assertCode(await run.ended, 0);
      assert.deepEqual(await history(site), ["0001", "0002"]);
    });

    test("a deadlock with the application is tried again as a whole", async () => {
      await using site = await openPending(
        server,
        "INSERT INTO log VALUES (1);\nLOCK TABLE other;\nLOCK TABLE log;",
      );
      await site.query("CREATE TABLE other (i int)");
      await using side = await openSide(site.url);
      await side.run("BEGIN");
      await side.run("LOCK TABLE log IN SHARE UPDATE EXCLUSIVE MODE");
      const run = site.start(["upgrade"]);
      await untilBlocked(site);
      // Whoever waits longer finds the deadlock, and is the one to give up.
      await side.run("LOCK TABLE other");
      await side.run("COMMIT");
      const ended = await run.ended;
      assertCode(ended, 0);
      assert.match(ended.stderr, /deadlock/);
      assert.deepEqual(await site.values("SELECT entry FROM log"), [1]);
    });

    test("a statement over its limit is rolled back", async () => {
      const slow = "INSERT INTO log VALUES (1);\nSELECT pg_sleep(20);";
      await using site = await openPending(server, slow, "statement-timeout: 1s");
      const run = await site.run(["upgrade"]);
      assertCode(run, 3);
      assert.match(run.stderr, /57014/);
      assert.deepEqual(await site.values("SELECT entry FROM log"), []);
    });

    test("a role's own statement_timeout does not end a migration", async () => {
      await using site = await openPending(server, "SELECT pg_sleep(0.6);");
      const [name] = await site.values("SELECT current_database()");
      await site.query(`ALTER DATABASE "${name}" SET statement_timeout = '300ms'`);
      assertCode(await site.run(["upgrade"]), 0);
    });

    test("what refuses a transaction is refused before anything runs", async () => {
      await using site = await openSite(server);
      site.migration("0001_log.sql", "CREATE TABLE log (entry int);");
      site.migration("0002_index.sql", concurrently);
      const run = await site.run(["upgrade"]);
      assertCode(run, 2);
      assert.match(run.stderr, /transaction: off/);
      assert.match(run.stderr, /0002_index\.sql/);
      const tables = "SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'";
      assert.deepEqual(await site.values(tables), [0]);
    });
  });
}

for (const name of ["postgres15", "postgres18"] as const) {
  test(`a standby of ${name} and a read-only database are refused`, async () => {
    await using server = await startServer(name);
    const site = await openSite(server);
    site.migration("0001_log.sql", "CREATE TABLE log (entry int);");
    const database = decodeURIComponent(new URL(site.url).pathname.slice(1));
    await site.query(`ALTER DATABASE "${database}" SET default_transaction_read_only = on`);
    const readOnly = await site.run(["upgrade"]);
    assertCode(readOnly, 8);
    assert.match(readOnly.stderr, /default_transaction_read_only/);
    await query(server.url(), `ALTER DATABASE "${database}" RESET ALL`);
    // Without a primary it waits for one, and answers as any standby.
    writeFileSync(join(readlinkSync(`/proc/${server.pid}/cwd`), "standby.signal"), "");
    await server.restart();
    const standby = await site.run(["upgrade"]);
    assertCode(standby, 8);
    assert.match(standby.stderr, /standby/);
    site.scratch[Symbol.dispose]();
  });
}
