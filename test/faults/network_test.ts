import assert from "node:assert/strict";
import process from "node:process";
import { describe, test } from "node:test";
import { startProxy, startServer } from "../servers/mod.ts";
import { assertMixed, assertNothingTwice, assertRecovers, writeMixed } from "./mixed.ts";
import {
  assertCode,
  holdLog,
  openSide,
  openSite,
  servers,
  type Site,
  untilBlocked,
} from "./site.ts";
import type { Ended } from "./scratch.ts";
import { firstMessage, messageStep, moments, startTripwire } from "./tripwire.ts";

const all = await servers("postgres15", "postgres18", "mariadb", "mysql");

/** What a run that was struck may end with, and must have said. */
const truthful: Readonly<Record<number, RegExp>> = {
  0: /./,
  3: /rolled back|nothing of this migration took effect/,
  4: /took effect and stay/,
  130: /Interrupted/,
};

/** Strikes at one message after the other, and counts what the runs ended with. */
async function strikeAll(
  site: Site,
  strike: (cut: () => void, interrupt: () => void) => void,
): Promise<Readonly<Record<string, number>>> {
  await using tripwire = await startTripwire(site.server.port);
  const url = tripwire.url(site.url);
  const codes: Record<string, number> = {};
  let struck = true;
  for (let message = firstMessage(site.server.name); struck; message += messageStep) {
    assert.ok(message < 500, "a run does not send that many messages");
    await site.reset();
    struck = false;
    const run = site.start(["upgrade"], { url });
    tripwire.arm(message, moments[message % moments.length]!, (cut) => {
      struck = true;
      strike(cut, () => run.child.kill("SIGTERM"));
    });
    const ended = await run.ended;
    assertTruthful(ended, `message ${message}`);
    codes[String(ended.code)] = (codes[String(ended.code)] ?? 0) + 1;
    if (ended.code === 0) await assertMixed(site);
    else await assertNothingTwice(site);
    if (!struck) assertCode(ended, 0);
    await assertRecovers(site);
  }
  return codes;
}

function assertTruthful({ code, stdout, stderr }: Ended, where: string): void {
  assert.match(stdout + stderr, truthful[code ?? -1] ?? /^$/, `${where}: exit code ${code}`);
}

/** A site with the table `log`, and a migration that has not run. */
async function openPending(server: Site["server"], second: string): Promise<Site> {
  const site = await openSite(server);
  site.migration("0001_log.sql", "CREATE TABLE log (entry INT);");
  assertCode(await site.run(["upgrade"]), 0);
  site.migration("0002_second.sql", second);
  return site;
}

const history = (site: Site) => site.values("SELECT revision FROM whimbrel_migrations ORDER BY 1");
const entries = (site: Site) => site.values("SELECT entry FROM log");

for (const server of all) {
  const transactional = server.dialect === "postgres";

  describe(`a lost connection to ${server.name}`, () => {
    test("at every message ends the run truthfully, and the next one carries on", async () => {
      await using site = await openSite(server);
      writeMixed(site);
      const codes = await strikeAll(site, (cut) => cut());
      process.stdout.write(`# ${server.name}: exit codes ${JSON.stringify(codes)}\n`);
      assert.ok(codes["0"]! > 4, "most losses are made good by the run itself");
      assert.equal(codes["8"], undefined, "also one while connecting, locking or making tables");
    });

    test("before a transaction's statements arrive: rolled back, nothing recorded", async () => {
      await using site = await openPending(server, "INSERT INTO log VALUES (4711);");
      await using proxy = await startProxy(server);
      const sprung = proxy.cutBefore("4711");
      const run = await site.run(["upgrade"], { url: proxy.url(site.url) });
      await sprung;
      assertCode(run, 3);
      assert.match(run.stderr, /everything of this migration was rolled back/);
      assert.deepEqual([await history(site), await entries(site)], [["0001"], []]);
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual([await history(site), await entries(site)], [["0001", "0002"], [4711]]);
    });

    test("with the answer to COMMIT: known as applied, and not run again", async () => {
      await using site = await openPending(server, "INSERT INTO log VALUES (4711);");
      await using proxy = await startProxy(server);
      const sprung = proxy.loseAnswerAfter("4711");
      const run = await site.run(["upgrade"], { url: proxy.url(site.url) });
      await sprung;
      assertCode(run, 0);
      assert.match(run.stdout + run.stderr, /applied 0002_second/);
      assert.deepEqual([await history(site), await entries(site)], [["0001", "0002"], [4711]]);
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual(await entries(site), [4711]);
    });

    for (const moment of ["cutBefore", "loseAnswerAfter"] as const) {
      test(`in a journaled ALTER (${moment}): the catalogue decides, and it runs once`, async () => {
        const alter = "ALTER TABLE log ADD COLUMN c4711 INT;\nINSERT INTO log VALUES (1, 1);";
        await using site = await openPending(server, alter);
        site.migration("0002_second.sql", alter, "transaction: off");
        await using proxy = await startProxy(server);
        const sprung = proxy[moment]("c4711");
        const run = await site.run(["upgrade"], { url: proxy.url(site.url) });
        await sprung;
        assertCode(run, 0);
        assert.deepEqual([await history(site), await entries(site)], [["0001", "0002"], [1]]);
        assert.deepEqual(await site.values("SELECT statement FROM whimbrel_journal"), []);
      });
    }

    test("by an administrator in the middle: no crash, no hang, nothing lost", async () => {
      await using site = await openPending(
        server,
        "ALTER TABLE log ADD COLUMN note INT;\nINSERT INTO log VALUES (1, 1);",
      );
      await using held = await holdLog(site);
      const run = site.start(["upgrade"]);
      await untilBlocked(site);
      await endRunner(site);
      if (transactional) {
        assertCode(await run.ended, 3);
        assert.deepEqual(await history(site), ["0001"]);
        await held.release();
      } else {
        // What has a journal goes on over a new connection, and waits for the table again.
        await untilBlocked(site);
        await held.release();
        assertCode(await run.ended, 0);
      }
      assertCode(await site.run(["upgrade"]), 0);
      assert.deepEqual([await history(site), await entries(site)], [["0001", "0002"], [1]]);
    });

    test("and a signal at every message: it stops, and the next run carries on", async () => {
      await using site = await openSite(server);
      writeMixed(site);
      const codes = await strikeAll(site, (_cut, interrupt) => interrupt());
      process.stdout.write(`# ${server.name}: exit codes ${JSON.stringify(codes)}\n`);
      const others = Object.keys(codes).filter((code) => !["0", "4", "130"].includes(code));
      assert.deepEqual(others, [], "done, stopped half way, or interrupted");
    });
  });
}

/** Ends the connection that waits for the table, as an administrator does. */
async function endRunner(site: Site): Promise<void> {
  if (site.server.dialect === "postgres") {
    await site.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
        "WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return;
  }
  const ids = await site.values(
    "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND STATE LIKE 'Waiting%'",
  );
  for (const id of ids) await site.query(`KILL ${id}`);
}

for (const { name, dialect } of all) {
  test(`${name} killed with -9 and started again in the middle of a run`, async () => {
    await using server = await startServer(name, { durable: true });
    const site = await openPending(
      server,
      "INSERT INTO log VALUES (1);\nALTER TABLE log ADD COLUMN note INT;\n" +
        "INSERT INTO log VALUES (2, 2);",
    );
    // The transaction of a reader, for which the ALTER waits but not the INSERT before it.
    await using reader = await openSide(site.url);
    await reader.run(dialect === "postgres" ? "BEGIN" : "START TRANSACTION");
    await reader.run("SELECT * FROM log");
    const run = site.start(["upgrade"]);
    await untilBlocked(site);
    await server.kill();
    await server.restart();
    // A transaction is gone with its server; a journal tells where to go on.
    assertCode(await run.ended, dialect === "postgres" ? 3 : 0);
    assertCode(await site.run(["upgrade"]), 0);
    assert.deepEqual(await history(site), ["0001", "0002"]);
    assert.deepEqual(await site.values("SELECT entry FROM log ORDER BY 1"), [1, 2]);
    await site[Symbol.asyncDispose]();
  });
}
