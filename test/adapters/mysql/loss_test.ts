import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { StatementError } from "../../../core/adapter.ts";
import { canStart, query, startProxy, startServer, type TestServer } from "../../servers/mod.ts";
import { mysqlServers, open, runAll, within } from "./servers.ts";

/** Waits for the error of a lost connection. To be called before the loss, which it may outrun. */
async function isLost(work: Promise<unknown>): Promise<StatementError> {
  try {
    await within(20, work);
  } catch (error) {
    assert.ok(error instanceof StatementError, String(error));
    assert.equal(error.connectionLost, true, error.message);
    return error;
  }
  throw new Error("nothing was lost");
}

for (const server of await mysqlServers()) {
  describe(`A lost connection to ${server.name}`, () => {
    let url: string;
    before(async () => {
      url = await server.createDatabase();
      await query(url, "CREATE TABLE t (id int PRIMARY KEY)");
    });
    after(() => server.dropDatabase(url));

    test("is told by a statement that runs when another session kills it", async () => {
      await using session = await open(url);
      const running = isLost(runAll(session, "SELECT 1", "SELECT SLEEP(20)", "SELECT 2"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await query(url, `KILL CONNECTION ${session.facts.connectionId}`);
      const error = await running;
      assert.ok(error.index >= 1, `${error.index}`);
      assert.equal(session.usable, false);
      assert.equal((await isLost(runAll(session, "SELECT 1"))).index, 0);
      await session.cancel();
    });

    test("of an idle session is told by the next statement at the latest", async () => {
      await using session = await open(url);
      await query(url, `KILL CONNECTION ${session.facts.connectionId}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await isLost(runAll(session, "SELECT 1"));
      assert.equal(session.usable, false);
    });

    test("is never made again in silence", async () => {
      await using session = await open(url);
      await query(url, `KILL CONNECTION ${session.facts.connectionId}`);
      await isLost(runAll(session, "INSERT INTO t VALUES (1000)"));
      await isLost(runAll(session, "INSERT INTO t VALUES (1000)"));
      assert.deepEqual(await query(url, "SELECT * FROM t WHERE id = 1000"), []);
    });

    test("before the statement arrived leaves it undone, after it done; the error is the same", async () => {
      await using proxy = await startProxy({ port: server.port });
      const cut = await open(proxy.url(url));
      const beforeIt = proxy.cutBefore("VALUES (1)");
      const first = await isLost(runAll(cut, "INSERT INTO t VALUES (1)"));
      await beforeIt;
      const answered = await open(proxy.url(url));
      const afterIt = proxy.loseAnswerAfter("VALUES (2)");
      const second = await isLost(runAll(answered, "INSERT INTO t VALUES (2)"));
      await afterIt;
      assert.deepEqual([first.index, second.index], [0, 0]);
      assert.deepEqual(await query(url, "SELECT id FROM t WHERE id < 10"), [{ id: 2 }]);
      await cut[Symbol.asyncDispose]();
      await answered[Symbol.asyncDispose]();
    });

    test("in the middle of a large answer ends the statement", async () => {
      await using proxy = await startProxy({ port: server.port });
      await using session = await open(proxy.url(url));
      const running = isLost(
        runAll(session, "SELECT REPEAT('x', 5000000) AS v, SLEEP(1)", "SELECT SLEEP(5)"),
      );
      await new Promise((resolve) => setTimeout(resolve, 1500));
      proxy.cut();
      assert.equal((await running).index, 1);
    });

    test("dispose() ends at once while the server does not answer", async () => {
      await using proxy = await startProxy({ port: server.port });
      const session = await open(proxy.url(url));
      proxy.stall();
      const running = isLost(runAll(session, "SELECT 1"));
      const started = performance.now();
      await within(5, Promise.resolve(session[Symbol.asyncDispose]()));
      await running;
      const idle = performance.now() - started;
      assert.ok(idle < 1500, `${idle}`);
      proxy.resume();
    });
  });

  const { name } = server;
  describe(`The end of ${name} itself`, { skip: !await canStart(name) }, () => {
    let own: TestServer;
    before(async () => {
      own = await startServer(name);
    });
    after(() => own.stop());

    test("is told by what runs, is nothing that crashes, and a new session works", async () => {
      const url = await own.createDatabase();
      const busy = await open(url);
      const idle = await open(url);
      const running = isLost(runAll(busy, "SELECT SLEEP(30)"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await own.kill();
      await running;
      await isLost(runAll(idle, "SELECT 1"));
      await busy.cancel();
      await busy[Symbol.asyncDispose]();
      await idle[Symbol.asyncDispose]();
      await own.restart();
      await using again = await open(url);
      assert.deepEqual(await again.query("SELECT 1 AS a"), [{ a: 1 }]);
    });

    test("a clean shutdown, too", async () => {
      const url = await own.createDatabase();
      const busy = await open(url);
      // MySQL answers an interrupted SLEEP() with a value.
      const running = within(20, runAll(busy, "SELECT SLEEP(30)")).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 300));
      await own.kill("SIGTERM");
      await running;
      await isLost(runAll(busy, "SELECT 1"));
      await busy[Symbol.asyncDispose]();
      await own.restart();
    });
  });
}
