import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { query, startServer } from "../servers/mod.ts";
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

const entries = (site: Site) => site.values("SELECT entry FROM log ORDER BY 1");
const history = (site: Site) => site.values("SELECT revision FROM whimbrel_migrations ORDER BY 1");
const tables = (site: Site) =>
  site.values(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() " +
      "AND table_name NOT LIKE 'whimbrel%' ORDER BY 1",
  );

/** A migration that stops half way, at its third statement. */
async function openHalfway(server: Site["server"]): Promise<Site> {
  const site = await openSite(server);
  site.migration("0001_log.sql", halves("INSERT INTO no_such_table VALUES (2);"));
  const run = await site.run(["upgrade"]);
  assertCode(run, 4);
  assert.match(run.stderr, /2 statements of this migration took effect and stay/);
  assert.deepEqual([await history(site), await entries(site)], [[], [1]]);
  return site;
}

const halves = (third: string, first = "CREATE TABLE log (entry INT);") =>
  [first, "INSERT INTO log VALUES (1);", third, "INSERT INTO log VALUES (3);"].join("\n");

for (const server of await servers("mariadb", "mysql")) {
  describe(`a migration that stops half way on ${server.name}`, () => {
    test("goes on behind what ran, once the statement that failed is mended", async () => {
      await using site = await openHalfway(server);
      const again = await site.run(["upgrade"]);
      assertCode(again, 4);
      assert.deepEqual(await entries(site), [1]);
      const status = await site.run(["status"]);
      assert.match(status.stdout, /interrupted/i);
      site.migration("0001_log.sql", halves("INSERT INTO log VALUES (2);"));
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual([await history(site), await entries(site)], [["0001"], [1, 2, 3]]);
      assert.deepEqual(await site.values("SELECT statement FROM whimbrel_journal"), []);
    });

    test("refuses edits of what ran, and a file that lost it", async () => {
      await using site = await openHalfway(server);
      const edited = "CREATE TABLE log (entry BIGINT);";
      site.migration("0001_log.sql", halves("INSERT INTO log VALUES (2);", edited));
      const run = await site.run(["upgrade"]);
      assertCode(run, 7);
      assert.match(run.stderr, /statement 1 already ran and was edited/);
      site.migration("0001_log.sql", "CREATE TABLE log (entry INT);");
      assertCode(await site.run(["upgrade"]), 7);
      assert.deepEqual([await history(site), await entries(site)], [[], [1]]);
      site.migration("0001_log.sql", halves("INSERT INTO log VALUES (2);"));
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await entries(site), [1, 2, 3]);
    });

    test("a DROP of several tables that names a missing one tells what is gone", async () => {
      await using site = await openSite(server);
      site.migration(
        "0001_tables.sql",
        "CREATE TABLE a (i INT);\nCREATE TABLE c (i INT);\nDROP TABLE a, b, c;",
      );
      const run = await site.run(["upgrade"]);
      const left = await tables(site);
      if (server.name === "mysql") {
        assertCode(run, 4);
        assert.deepEqual(left, ["a", "c"], "MySQL drops all or nothing");
      } else {
        assertCode(run, 5);
        assert.deepEqual(left, [], "MariaDB drops what there is");
        assert.match(run.stderr, /table a: gone/);
        assert.match(run.stderr, /table b: still absent/);
        assertCode(await site.run(["upgrade"]), 5);
        assertCode(await site.run(["repair", "--applied", "0001:3"]), 0);
        assertCode(await site.run(["upgrade"]), 0);
        assert.deepEqual(await history(site), ["0001"]);
      }
    });
  });

  describe(`a statement whose outcome is unknown on ${server.name}`, () => {
    for (const answer of ["--applied", "--not-applied"] as const) {
      test(`stops every run until \`repair ${answer}\` settles it`, async () => {
        await using site = await openSite(server);
        site.migration(
          "0001_log.sql",
          "CREATE TABLE log (entry INT);\n" +
            "CREATE PROCEDURE fill() BEGIN DO SLEEP(2); INSERT INTO log VALUES (1); END;\n" +
            "CALL fill();\nINSERT INTO log VALUES (2);",
        );
        const first = site.start(["upgrade"]);
        await eventually(
          async () => {
            const states = await site.values(
              "SELECT STATE FROM information_schema.PROCESSLIST WHERE DB = DATABASE()",
            );
            return states.includes("User sleep");
          },
          20,
          "the procedure",
        );
        first.child.kill("SIGKILL");
        await first.ended;
        const stopped = await site.run(["upgrade"]);
        assertCode(stopped, 5);
        assert.match(stopped.stderr, /repair --applied 0001:3/);
        assert.match(stopped.stderr, /repair --not-applied 0001:3/);
        assertCode(await site.run(["upgrade"]), 5);
        const ran = (await entries(site)).length;
        assertCode(await site.run(["repair", answer, "0001:3"]), 0);
        assertCode(await site.run(["upgrade"]), 0);
        const more = answer === "--applied" ? 0 : 1;
        assert.deepEqual(await entries(site), [...Array(ran + more).fill(1), 2]);
        assert.deepEqual(await history(site), ["0001"]);
      });
    }

    test("one that fails may have changed something, and says so", async () => {
      await using site = await openSite(server);
      site.migration(
        "0001_log.sql",
        "CREATE TABLE log (entry INT);\nCREATE PROCEDURE fill() BEGIN " +
          "INSERT INTO log VALUES (1); INSERT INTO no_such_table VALUES (1); END;\nCALL fill();",
      );
      const run = await site.run(["upgrade"]);
      assertCode(run, 5);
      assert.match(run.stderr, /repair --applied 0001:3/);
      assertCode(await site.run(["upgrade"]), 5);
      assertCode(await site.run(["repair", "--applied", "0001:3"]), 0);
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual([await history(site), await entries(site)], [["0001"], [1]]);
    });
  });

  describe(`limits and collisions on ${server.name}`, () => {
    test("a blocked ALTER is tried again as often as configured, then given up", async () => {
      await using site = await openSite(server);
      site.migration("0001_log.sql", "CREATE TABLE log (entry INT);");
      assertCode(await site.run(["upgrade"]), 0);
      site.migration(
        "0002_note.sql",
        "ALTER TABLE log ADD COLUMN note INT;",
        "lock-timeout: 500ms",
      );
      site.scratch.write("whimbrel.json", JSON.stringify({ retries: 2 }));
      await using held = await holdLog(site);
      const run = await site.run(["upgrade"]);
      assertCode(run, 3);
      assert.match(run.stderr, /1205/);
      assert.equal(run.stderr.match(/again in/g)?.length, 2, run.stderr);
      const next = site.start(["upgrade"]);
      await untilBlocked(site);
      await held.release();
      assertCode(await next.ended, 0);
      assert.deepEqual(await history(site), ["0001", "0002"]);
    });

    test("a deadlock with the application is tried again as a whole", async () => {
      await using site = await openSite(server);
      site.migration(
        "0001_log.sql",
        "CREATE TABLE log (entry INT PRIMARY KEY, n INT);\nINSERT INTO log VALUES (1, 0), (2, 0);",
      );
      assertCode(await site.run(["upgrade"]), 0);
      const second = ["UPDATE log SET n = n + 1 WHERE entry = 1;", "UPDATE log SET n = n + 1;"];
      site.migration("0002_rows.sql", second.join("\n"));
      await using side = await openSide(site.url);
      await side.run("START TRANSACTION");
      // The one that changed more rows survives a deadlock.
      const many = Array.from({ length: 50 }, (_, index) => `(${index + 10}, -1)`);
      await side.run(`INSERT INTO log VALUES ${many.join(", ")}`);
      await side.run("UPDATE log SET n = n + 10 WHERE entry = 2");
      const run = site.start(["upgrade"]);
      // INNODB_TRX would not do: it shows an old state to whoever asks often.
      const updating = "SELECT COUNT(*) FROM information_schema.PROCESSLIST " +
        "WHERE DB = DATABASE() AND INFO LIKE 'UPDATE log%' AND INFO NOT LIKE '%WHERE%'";
      await eventually(
        async () => Number((await site.values(updating))[0]) > 0,
        10,
        "the row lock",
      );
      await side.run("UPDATE log SET n = n + 10 WHERE entry = 1");
      await side.run("COMMIT");
      const ended = await run.ended;
      assertCode(ended, 0);
      assert.match(ended.stderr, /deadlock/i);
      assert.deepEqual(await site.values("SELECT n FROM log WHERE entry < 3"), [12, 11]);
    });
  });
}

for (
  const [name, setting] of [
    ["mariadb", "read_only"],
    ["mysql", "read_only"],
    ["mysql", "super_read_only"],
  ] as const
) {
  test(`a ${name} with ${setting} is refused, also to its administrator`, async () => {
    await using server = await startServer(name);
    const site = await openSite(server);
    site.migration("0001_log.sql", "CREATE TABLE log (entry INT);");
    await query(server.url(), `SET GLOBAL ${setting} = 1`);
    const run = await site.run(["upgrade"]);
    assertCode(run, 8);
    assert.ok(run.stderr.includes(`the server is read-only (${setting})`), run.stderr);
    assert.match(run.stderr, /SET GLOBAL read_only = OFF/);
    assert.deepEqual(await site.values("SHOW TABLES"), []);
    await query(server.url(), "SET GLOBAL read_only = 0");
    assertCode(await site.run(["upgrade"]), 0);
    site.scratch[Symbol.dispose]();
  });
}
