import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { adapter } from "../../../adapters/postgres/mod.ts";
import type { PostgresSession } from "../../../adapters/postgres/session.ts";
import type { Lock } from "../../../core/adapter.ts";
import { generated } from "../../../core/statement.ts";
import { type DatabaseServer, startPgbouncer, useServer } from "../../servers/mod.ts";
import { canStartPgbouncer } from "../../servers/pgbouncer.ts";
import { open, request, run, statementError, tables, whimbrelError } from "./database.ts";
import { startRunner } from "./runner_process.ts";

const server = canStartPgbouncer() ? await useServer("postgres15") : undefined;

describe("behind PgBouncer", { skip: server === undefined }, () => {
  if (server !== undefined) suite(server);
});

function suite(server: DatabaseServer): void {
  const direct = server.createDatabase();
  const pool = startPgbouncer(server, { mode: "transaction", poolSize: 3 });
  const through = async () => {
    const url = new URL(await direct);
    url.port = String((await pool).port);
    return url.href;
  };
  after(async () => {
    await (await pool).stop();
    await server.dropDatabase(await direct);
  });

  /** Works in a transaction as the migrator does. */
  const work = async (session: PostgresSession, lock: Lock, ...texts: readonly string[]) =>
    await session.run([
      generated(session.dialect.begin),
      ...lock.inTransaction ?? [],
      ...texts.map(generated),
      generated("COMMIT"),
    ]);

  test("a session knows that it is pooled, and leaves no settings behind", async () => {
    await using one = await open(await through(), { schema: "pg_catalog" });
    await using plain = await open(await direct);
    assert.equal(one.facts.pooled, true);
    assert.equal(plain.facts.pooled, false);
    const settings = ["SHOW statement_timeout", "SHOW lock_timeout", "SHOW search_path"];
    const before = await run(plain, "RESET ALL", ...settings);
    await run(one, ...one.dialect.limits!({ lockTimeout: 1, statementTimeout: 2 }).map(textOf));
    assert.deepEqual(await run(one, ...settings), before.slice(1));
  });

  test("transactions of the work have the settings of the session", async () => {
    await using it = await open(await through(), { schema: "pg_catalog", lockTimeout: 3000 });
    await using lock = await adapter.lock(it, request());
    const results = await work(it, lock, "SHOW lock_timeout", "SELECT current_schema() AS schema");
    assert.deepEqual(results.slice(-3).flat(), [{ lock_timeout: "3s" }, { schema: "pg_catalog" }]);
  });

  test("the lock excludes pooled and direct sessions alike", async () => {
    await using holder = await open(await through());
    await using pooled = await open(await through());
    await using plain = await open(await direct);
    const lock = await adapter.lock(holder, request());
    for (const other of [pooled, plain]) {
      const error = await whimbrelError(adapter.lock(other, request({ timeout: 300 })));
      assert.equal(error.exitCode, 6);
      assert.match(error.notes.join(), new RegExp(`pid ${lock.backend}`));
    }
    await lock.verify();
    await lock[Symbol.asyncDispose]();
    const own = await adapter.lock(plain, request());
    await whimbrelError(adapter.lock(pooled, request({ timeout: 300 })));
    await own[Symbol.asyncDispose]();
    await using again = await adapter.lock(pooled, request({ timeout: 3000 }));
    await again.verify();
  });

  test("its connection holds up neither vacuum nor CREATE INDEX CONCURRENTLY", {
    timeout: 20_000,
  }, async () => {
    await using it = await open(await through());
    await using watcher = await open(await direct);
    await using lock = await adapter.lock(it, request());
    await lock.verify();
    const [rows] = await run(
      watcher,
      "SELECT state, backend_xid IS NULL AND backend_xmin IS NULL AS harmless " +
        `FROM pg_stat_activity WHERE pid = ${lock.backend}`,
    );
    assert.deepEqual(rows, [{ state: "idle in transaction", harmless: true }]);
    await work(it, lock, "CREATE TABLE pooled_index (i int)");
    await run(it, "CREATE INDEX CONCURRENTLY pooled_index_i ON pooled_index (i)");
  });

  test("a run whose lock connection dies notices, and its work keeps others out", async () => {
    await using it = await open(await through());
    await using other = await open(await direct);
    const lock = await adapter.lock(it, request());
    await run(it, it.dialect.begin, ...lock.inTransaction!.map(textOf));
    await run(other, `SELECT pg_terminate_backend(${lock.backend})`);
    const refused = await whimbrelError(adapter.lock(other, request({ timeout: 500 })));
    assert.match(refused.notes.join(), /an earlier run/);
    const error = await whimbrelError(lock.verify());
    assert.equal(error.code, "locked");
    assert.match(error.message, /idle_transaction_timeout/);
    await run(it, "ROLLBACK");
    await lock[Symbol.asyncDispose]();
    await using next = await adapter.lock(other, request({ timeout: 3000 }));
    await next.verify();
  });

  test("a second transaction of the work waits its turn", async () => {
    await using it = await open(await through());
    await using other = await open(await through());
    await using lock = await adapter.lock(it, request());
    await run(it, it.dialect.begin, ...lock.inTransaction!.map(textOf));
    const error = await statementError(work(other, lock, "SELECT 1"));
    assert.deepEqual([error.serverCode, error.transient], ["55P03", true]);
    await run(other, "ROLLBACK");
    await run(it, "ROLLBACK");
  });

  test("three racing processes in a pool of three work one after the other", {
    timeout: 60_000,
  }, async () => {
    await using watcher = await open(await direct);
    await run(watcher, "CREATE TABLE work (at timestamptz, until timestamptz)");
    const statement = "INSERT INTO work SELECT began, clock_timestamp() " +
      "FROM (SELECT clock_timestamp() AS began, pg_sleep(0.1) OFFSET 0) AS slept";
    const url = await through();
    const runners = [1, 2, 3].map(() => startRunner(url, statement));
    for (const { ended } of runners) assert.deepEqual(await ended, { code: 0, stderr: "" });
    const lists = await run(
      watcher,
      "SELECT count(*) AS n FROM work",
      "SELECT count(*) AS overlaps FROM work AS a JOIN work AS b ON a.at > b.at AND a.at < b.until",
    );
    assert.deepEqual(lists.flat(), [{ n: 3 }, { overlaps: 0 }]);
  });

  test("a runner that is killed frees it when its statement is over", {
    timeout: 30_000,
  }, async () => {
    await using watcher = await open(await direct);
    const runner = startRunner(await through(), "SELECT pg_sleep(2)");
    await runner.locked;
    await new Promise((resolve) => setTimeout(resolve, 300));
    runner.process.kill("SIGKILL");
    await using lock = await adapter.lock(watcher, request({ timeout: 15_000 }));
    await lock.verify();
    assert.equal(await adapter.holder(watcher, tables).then((holder) => holder?.id), lock.backend);
  });

  test("a pooler of single statements is refused", async () => {
    await using statements = await startPgbouncer(server, { mode: "statement" });
    const url = new URL(await direct);
    url.port = String(statements.port);
    await using it = await open(url.href);
    const error = await whimbrelError(adapter.lock(it, request()));
    assert.deepEqual([error.code, error.exitCode], ["preflight", 8]);
    assert.match(error.message, /statement pooling/);
  });
}

function textOf({ text }: { readonly text: string }): string {
  return text;
}
