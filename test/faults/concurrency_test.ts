import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertMixed, assertRecovers, writeMixed } from "./mixed.ts";
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
import { startTripwire } from "./tripwire.ts";

const all = await servers("postgres15", "postgres18", "mariadb", "mysql");

/** Migrations whose second one waits for the table `log`, which the test keeps. */
async function openBlockable(
  server: Site["server"],
  second: string,
  ...header: readonly string[]
): Promise<Site> {
  const site = await openSite(server);
  site.migration("0001_log.sql", "CREATE TABLE log (entry INT);");
  assertCode(await site.run(["upgrade"]), 0);
  site.migration("0002_second.sql", second, ...header);
  return site;
}

const names = (site: Site) => site.values("SELECT name FROM whimbrel_migrations ORDER BY position");

const columns = (site: Site) =>
  site.values(
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'log' " +
      `AND table_schema = ${site.server.dialect === "postgres" ? "'public'" : "DATABASE()"} ` +
      "ORDER BY ordinal_position",
  );

for (const server of all) {
  describe(`several runs on ${server.name}`, () => {
    test("20 at once apply each migration once, on an empty database and on one behind", async () => {
      await using site = await openSite(server);
      writeMixed(site);
      for (const start of ["empty", "behind"]) {
        await site.reset();
        if (start === "behind") assertCode(await site.run(["upgrade", "0001"]), 0);
        const runs = Array.from({ length: 20 }, () => site.run(["upgrade"]));
        const ended = await Promise.all(runs);
        for (const each of ended) assertCode(each, 0);
        await assertMixed(site);
        const applied = ended.flatMap(({ stdout, stderr }) =>
          [...`${stdout}${stderr}`.matchAll(/^applied (\d{4})/gm)].map(([, name]) => name)
        );
        const all = ["0001", "0002", "0003", "0004"];
        assert.deepEqual(applied.sort(), start === "behind" ? all.slice(1) : all);
      }
    });

    test("a holder that never ends is named, and ended with `unlock --id` alone", async () => {
      await using site = await openBlockable(server, "ALTER TABLE log ADD COLUMN note INT;");
      await using held = await holdLog(site);
      const first = site.start(["upgrade"]);
      await untilBlocked(site);
      const second = await site.run(["upgrade", "--lock-timeout", "2s"]);
      assertCode(second, 6);
      const [, id = ""] = /whimbrel unlock --id (\d+)/.exec(second.stderr) ?? [];
      assert.match(id, /^\d+$/, second.stderr);
      assert.match(second.stderr, new RegExp(`(?:pid|connection) ${id}\\b`));
      const shown = await site.run(["unlock"]);
      assertCode(shown, 0);
      assert.match(shown.stdout, new RegExp(`^held by ${id}: `));
      const wrong = await site.run(["unlock", "--id", String(Number(id) + 100_000)]);
      assertCode(wrong, 2);
      assert.match(wrong.stderr, new RegExp(`not held by .* but by ${id}`));
      assert.equal(first.child.exitCode, null, "a wrong id ends nobody");
      assertCode(await site.run(["unlock", "--id", id]), 0);
      const { code } = await first.ended;
      assert.ok(code === 3 || code === 6, `exit code ${code}: ${first.stderr()}`);
      assert.deepEqual(await names(site), ["0001_log"]);
      await held.release();
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await columns(site), ["entry", "note"]);
    });

    test("a runner killed while its statement runs is waited for by the next one", async () => {
      await using site = await openBlockable(
        server,
        "ALTER TABLE log ADD COLUMN note INT;\nINSERT INTO log (entry) VALUES (1);",
      );
      await using held = await holdLog(site);
      const first = site.start(["upgrade"]);
      await untilBlocked(site);
      first.child.kill("SIGKILL");
      await first.ended;
      const second = site.start(["upgrade"]);
      await sleep(1500);
      assert.equal(second.child.exitCode, null, "it waits for the table or for the lock");
      await held.release();
      assertCode(await second.ended, 0);
      assert.deepEqual(await columns(site), ["entry", "note"]);
      assert.deepEqual(await site.values("SELECT entry FROM log"), [1]);
      assert.deepEqual(await site.values("SELECT statement FROM whimbrel_journal"), []);
    });

    test("a run that was overtaken records nothing", async () => {
      const insert = "INSERT INTO log (entry) VALUES (1);";
      await using site = await openBlockable(server, insert);
      await using held = await holdLog(site);
      const first = site.start(["upgrade"]);
      await untilBlocked(site);
      await site.query("UPDATE whimbrel_control SET epoch = epoch + 1");
      await held.release();
      const { code, stderr } = await first.ended;
      assert.equal(code, 6, stderr);
      assert.deepEqual(await names(site), ["0001_log"]);
      assert.deepEqual(await site.values("SELECT entry FROM log"), []);
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await site.values("SELECT entry FROM log"), [1]);
    });

    test("a run that was overtaken in a statement with a journal leaves no false word", async () => {
      await using site = await openBlockable(
        server,
        "ALTER TABLE log ADD COLUMN note INT;\nINSERT INTO log (entry) VALUES (1);",
        "transaction: off",
      );
      await using held = await holdLog(site);
      const first = site.start(["upgrade"]);
      await untilBlocked(site);
      await site.query("UPDATE whimbrel_control SET epoch = epoch + 1");
      await held.release();
      const { code, stderr } = await first.ended;
      assert.equal(code, 6, stderr);
      assert.deepEqual(await names(site), ["0001_log"]);
      assert.deepEqual(await site.values("SELECT entry FROM log"), []);
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await columns(site), ["entry", "note"]);
      assert.deepEqual(await site.values("SELECT entry FROM log"), [1]);
    });
  });
}

test("a holder that stands still for 10 seconds keeps the lock and carries on", async () => {
  await Promise.all(all.map(async (server) => {
    await using site = await openSite(server);
    await using tripwire = await startTripwire(server.port);
    writeMixed(site);
    assertCode(await site.run(["upgrade", "0001"]), 0);
    const first = site.start(["upgrade"], { url: tripwire.url(site.url) });
    const stopped = new Promise<void>((resolve) => {
      tripwire.arm(18, "sent", () => {
        first.child.kill("SIGSTOP");
        resolve();
      });
    });
    await stopped;
    const second = site.start(["upgrade"]);
    await sleep(10_000);
    assert.equal(second.child.exitCode, null, "the second one waits");
    assert.match(second.stderr(), /wait/i);
    first.child.kill("SIGCONT");
    assertCode(await first.ended, 0);
    assertCode(await second.ended, 0);
    await assertMixed(site);
    await assertRecovers(site);
  }));
});

for (const server of await servers("postgres15", "postgres18")) {
  test(`CREATE INDEX CONCURRENTLY ends on ${server.name} while another run waits`, async () => {
    await using site = await openBlockable(
      server,
      "CREATE INDEX CONCURRENTLY log_entry ON log (entry);",
      "transaction: off",
    );
    await using reader = await openSide(site.url);
    // An old snapshot, for which the index build waits.
    await reader.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await reader.run("SELECT count(*) FROM log");
    const first = site.start(["upgrade"]);
    await eventually(
      async () => (await site.values("SELECT pid FROM pg_stat_progress_create_index")).length > 0,
      20,
      "the index build",
    );
    const second = site.start(["upgrade"]);
    await sleep(2500);
    assert.equal(first.child.exitCode, null);
    assert.equal(second.child.exitCode, null);
    await reader.run("COMMIT");
    assertCode(await first.ended, 0);
    assertCode(await second.ended, 0);
    const valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'log_entry'::regclass";
    assert.deepEqual(await site.values(valid), [true]);
  });
}
