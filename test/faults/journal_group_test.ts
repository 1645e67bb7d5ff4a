import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertCode, eventually, openSide, openSite, servers, type Site } from "./site.ts";
import { firstMessage, messageStep, moments, startTripwire } from "./tripwire.ts";

const entries = (site: Site) => site.values("SELECT entry FROM log ORDER BY 1");
const history = (site: Site) => site.values("SELECT revision FROM whimbrel_migrations ORDER BY 1");
const journal = (site: Site) =>
  site.values("SELECT CONCAT(statement, state) FROM whimbrel_journal ORDER BY statement");

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const inserts = (numbers: readonly number[]) =>
  numbers.map((number) => `INSERT INTO log VALUES (${number});`).join("\n");
/** `entry` has no key, so that an INSERT that ran twice is there twice. */
const table = "CREATE TABLE log (entry INT NOT NULL) ENGINE=InnoDB;\n";

for (const server of await servers("mariadb", "mysql")) {
  describe(`rows that share a transaction on ${server.name}`, () => {
    test("a table and 3,000 of them take few messages, and leave no journal", async () => {
      await using site = await openSite(server);
      await using tripwire = await startTripwire(server.port);
      site.migration("0001_log.sql", table + inserts(upTo(3000)));
      assertCode(await site.run(["upgrade"], { url: tripwire.url(site.url) }), 0);
      // A commit each would take as many messages.
      assert.ok(tripwire.messages < 60, `${tripwire.messages} messages`);
      assert.deepEqual(await entries(site), upTo(3000));
      assert.deepEqual([await history(site), await journal(site)], [["0001"], []]);
    });

    test("a run killed at any message loses and repeats none of them", async () => {
      await using site = await openSite(server);
      await using tripwire = await startTripwire(server.port);
      site.migration("0001_log.sql", table + inserts(upTo(2500)));
      site.migration("0002_more.sql", "CREATE TABLE more (i INT);\nINSERT INTO log VALUES (2501);");
      site.migration("0003_last.sql", "CREATE TABLE last (i INT);\nINSERT INTO log VALUES (2502);");
      const url = tripwire.url(site.url);
      for (let message = firstMessage(server.name), over = false; !over; message += messageStep) {
        await site.reset();
        const run = site.start(["upgrade"], { url });
        let struck = false;
        tripwire.arm(message, moments[message % moments.length]!, (cut) => {
          struck = true;
          run.child.kill("SIGKILL");
          cut();
        });
        const { code, stderr } = await run.ended;
        over = !struck;
        if (over) assert.equal(code, 0, stderr);
        assertCode(await site.run(["upgrade"]), 0);
        assert.deepEqual(await entries(site), upTo(2502), `killed at message ${message}`);
        assert.deepEqual([await history(site), await journal(site)], [
          ["0001", "0002", "0003"],
          [],
        ]);
      }
    });

    test("a connection lost at any message is made again, and each migration is told of once", async () => {
      await using site = await openSite(server);
      await using tripwire = await startTripwire(server.port);
      site.migration("0001_log.sql", `${table}${inserts([1, 2])}`);
      site.migration("0002_more.sql", "CREATE TABLE more (i INT);\nINSERT INTO log VALUES (3);");
      site.migration("0003_last.sql", "CREATE TABLE last (i INT);\nINSERT INTO log VALUES (4);");
      const url = tripwire.url(site.url);
      for (let message = firstMessage(server.name), over = false; !over; message += messageStep) {
        await site.reset();
        const run = site.start(["upgrade"], { url });
        over = true;
        tripwire.arm(message, moments[message % moments.length]!, (cut) => {
          over = false;
          cut();
        });
        const ended = await run.ended;
        assertCode(ended, 0);
        const told = [...ended.stdout.matchAll(/applied (\w+)/g)].map(([, name]) => name);
        assert.deepEqual(
          told,
          ["0001_log", "0002_more", "0003_last"],
          `lost at message ${message}`,
        );
        assert.deepEqual(await entries(site), upTo(4), `lost at message ${message}`);
        assert.deepEqual([await history(site), await journal(site)], [
          ["0001", "0002", "0003"],
          [],
        ]);
      }
    });

    test("one that fails in their midst is named by its number and line, and the rest stays", async () => {
      await using site = await openSite(server);
      const broken = (sql: string) =>
        `${table}${inserts(upTo(1500))}\n${sql}\nINSERT INTO log VALUES (1502);`;
      site.migration("0001_log.sql", broken("INSERT INTO log VALUES (NULL);"));
      const run = await site.run(["upgrade"]);
      assertCode(run, 4);
      assert.match(run.stderr, /statement 1502 failed/);
      assert.match(run.stderr, /0001_log\.sql:1506/);
      assert.match(run.stderr, /1501 statements of this migration took effect and stay/);
      assert.deepEqual(await entries(site), upTo(1500));
      assert.deepEqual((await journal(site)).slice(-2), ["1500done", "1501failed"]);
      site.migration("0001_log.sql", broken("INSERT INTO log VALUES (1501);"));
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await entries(site), upTo(1502));
      assert.deepEqual([await history(site), await journal(site)], [["0001"], []]);
    });

    test("an edit of one of those that stayed is refused", async () => {
      await using site = await openSite(server);
      site.migration("0001_log.sql", `${table}${inserts([1, 2])}\nINSERT INTO log VALUES (NULL);`);
      assertCode(await site.run(["upgrade"]), 4);
      site.migration("0001_log.sql", `${table}${inserts([1, 3])}\nINSERT INTO log VALUES (3);`);
      const run = await site.run(["upgrade"]);
      assertCode(run, 7);
      assert.match(run.stderr, /statement 3 already ran and was edited/);
      assert.deepEqual(await entries(site), [1, 2]);
    });

    test("one that fails in the third migration leaves the two before it applied", async () => {
      await using site = await openSite(server);
      site.migration("0001_log.sql", `${table}INSERT INTO log VALUES (1);`);
      site.migration("0002_b.sql", "CREATE TABLE b (i INT);\nINSERT INTO log VALUES (2);");
      site.migration(
        "0003_c.sql",
        "CREATE TABLE c (i INT);\nINSERT INTO log VALUES (3);\nINSERT INTO log VALUES (NULL);",
      );
      const run = await site.run(["upgrade"]);
      assertCode(run, 4);
      assert.match(run.stderr, /Cannot apply "0003_c": statement 3 failed/);
      assert.match(run.stdout, /applied 0001_log[^]*applied 0002_b/);
      assert.doesNotMatch(run.stdout, /applied 0003_c/);
      assert.deepEqual(await entries(site), [1, 2, 3]);
      assert.deepEqual(await history(site), ["0001", "0002"]);
      assert.deepEqual(await journal(site), ["0done", "1done", "2failed"]);
    });

    test("a migration whose first statement fails takes none before it along", async () => {
      await using site = await openSite(server);
      site.migration("0001_log.sql", `${table}INSERT INTO log VALUES (1);`);
      site.migration("0002_bad.sql", "CREATE TABLE log (i INT);");
      const run = await site.run(["upgrade"]);
      assertCode(run, 3);
      assert.match(run.stderr, /nothing of this migration took effect/);
      assert.deepEqual([await history(site), await entries(site)], [["0001"], [1]]);
      assert.deepEqual(await journal(site), []);
    });

    test("settings among them hold for what follows, and only for that", async () => {
      await using site = await openSite(server);
      site.migration(
        "0001_log.sql",
        `${table}SET @n = 1;\nINSERT INTO log VALUES (@n);\nSET @n = 2;\n` +
          "INSERT INTO log VALUES (@n);\nINSERT INTO log VALUES (@n + 1);",
      );
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await entries(site), [1, 2, 3]);
    });

    test("a deadlock takes all of them back, and each runs once more", async () => {
      await using site = await openSite(server);
      site.migration("0001_log.sql", `CREATE TABLE n (id INT PRIMARY KEY, n INT);\n${table}`);
      assertCode(await site.run(["upgrade"]), 0);
      await site.query("INSERT INTO n VALUES (1, 0), (2, 0)");
      site.migration(
        "0002_rows.sql",
        "CREATE TABLE more (i INT);\nINSERT INTO log VALUES (1);\n" +
          "UPDATE n SET n = n + 1 WHERE id = 1;\nUPDATE n SET n = n + 1 WHERE id = 2;\n" +
          "INSERT INTO log VALUES (2);",
      );
      await using side = await openSide(site.url);
      await side.run("START TRANSACTION");
      // The one that changed more rows survives a deadlock.
      const many = Array.from({ length: 50 }, (_, index) => `(${index + 10}, -1)`);
      await side.run(`INSERT INTO n VALUES ${many.join(", ")}`);
      await side.run("UPDATE n SET n = n + 10 WHERE id = 2");
      const run = site.start(["upgrade"]);
      const waiting = "SELECT COUNT(*) FROM information_schema.PROCESSLIST " +
        "WHERE DB = DATABASE() AND INFO LIKE '%WHERE id = 2%' AND INFO NOT LIKE '%PROCESSLIST%'";
      await eventually(
        async () => Number((await site.values(waiting))[0]) > 0,
        10,
        "the row lock",
      );
      await side.run("UPDATE n SET n = n + 10 WHERE id = 1");
      await side.run("COMMIT");
      const ended = await run.ended;
      assertCode(ended, 0);
      assert.match(ended.stderr, /deadlock[^]*trying again/i);
      assert.deepEqual(await entries(site), [1, 2]);
      assert.deepEqual(await site.values("SELECT n FROM n WHERE id < 3 ORDER BY id"), [11, 11]);
      assert.deepEqual([await history(site), await journal(site)], [["0001", "0002"], []]);
    });

    test("one that waits too long for a row is tried again alone", async () => {
      await using site = await openSite(server);
      site.migration("0001_log.sql", `${table}CREATE TABLE n (id INT PRIMARY KEY, n INT);`);
      assertCode(await site.run(["upgrade"]), 0);
      await site.query("INSERT INTO n VALUES (1, 0)");
      site.migration(
        "0002_rows.sql",
        "CREATE TABLE more (i INT);\nINSERT INTO log VALUES (1);\n" +
          "UPDATE n SET n = n + 1;\nINSERT INTO log VALUES (2);",
        "lock-timeout: 1s",
      );
      await using side = await openSide(site.url);
      await side.run("START TRANSACTION");
      await side.run("UPDATE n SET n = 10");
      const run = site.start(["upgrade"]);
      await eventually(() => Promise.resolve(/trying again/.test(run.stderr())), 10, "a retry");
      assert.deepEqual(await entries(site), [1], "what ran before it is committed");
      await side.run("COMMIT");
      assertCode(await run.ended, 0);
      assert.deepEqual(await entries(site), [1, 2]);
      assert.deepEqual(await site.values("SELECT n FROM n"), [11]);
    });

    test("rows of a table without transactions are not written again after a failure", async () => {
      await using site = await openSite(server);
      const text = (last: string) =>
        `CREATE TABLE log (entry INT NOT NULL) ENGINE=MyISAM;\n${inserts([1, 2])}\n` +
        `INSERT INTO log VALUES (${last});`;
      site.migration("0001_log.sql", text("NULL"));
      assertCode(await site.run(["upgrade"]), 4);
      assert.deepEqual(await entries(site), [1, 2]);
      site.migration("0001_log.sql", text("3"));
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await entries(site), [1, 2, 3]);
    });

    test("with `transaction: off` each commits alone, and SIGTERM tells what stays", async () => {
      await using site = await openSite(server);
      site.migration(
        "0001_log.sql",
        `${table}INSERT INTO log VALUES (1);\nDO SLEEP(20);\nINSERT INTO log VALUES (2);`,
        "transaction: off",
      );
      const run = site.start(["upgrade"]);
      await eventually(
        async () => {
          const states = await site.values(
            "SELECT STATE FROM information_schema.PROCESSLIST WHERE DB = DATABASE()",
          );
          return states.includes("User sleep");
        },
        20,
        "the statement that sleeps",
      );
      assert.deepEqual(await entries(site), [1]);
      run.child.kill("SIGTERM");
      const { code, stderr } = await run.ended;
      // The servers let the statement end early, and not fail.
      assert.equal(code, 130, stderr);
      assert.match(stderr, /3 statements of this migration took effect and stay/);
      assert.doesNotMatch(stderr, /rolled back/);
      assert.deepEqual(await journal(site), ["0done", "1done", "2done"]);
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await entries(site), [1, 2]);
    });
  });
}
