import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { lockKey } from "../../../adapters/postgres/lock_key.ts";
import { adapter } from "../../../adapters/postgres/mod.ts";
import type { Holder } from "../../../core/adapter.ts";
import { useServer } from "../../servers/mod.ts";
import {
  backendOf,
  open,
  options,
  request,
  run,
  statementError,
  tables,
  whimbrelError,
} from "./database.ts";
import { startRunner } from "./runner_process.ts";

test("lockKey() stays what it is: releases exclude each other by it", () => {
  assert.deepEqual(lockKey(tables, null), {
    run: -7242962043077151256n,
    work: 4532303958119766805n,
    name: "9b7bd465",
  });
  const unqualified = { ...tables, history: ["whimbrel_migrations"] };
  assert.deepEqual(lockKey(unqualified, "public"), lockKey(tables, "other"));
  assert.notDeepEqual(lockKey(unqualified, "other"), lockKey(tables, "public"));
});

const server = await useServer("postgres15");

describe("the lock", { skip: server === undefined }, () => {
  if (server === undefined) return;
  const url = server.createDatabase();
  after(async () => await server.dropDatabase(await url));
  const session = async (more = {}) => await open(await url, more);

  test("keeps others out, who are told who holds it and give up in time", async () => {
    await using holder = await session();
    await using other = await session();
    const lock = await adapter.lock(holder, request());
    assert.equal(lock.backend, String(await backendOf(holder)));
    await lock.verify();
    const told: (Holder | undefined)[] = [];
    const onWait = (_: number, who: Holder | undefined) => void told.push(who);
    const started = performance.now();
    const error = await whimbrelError(adapter.lock(other, request({ timeout: 1500, onWait })));
    const waited = performance.now() - started;
    assert.ok(waited > 1400 && waited < 3000, `${waited} ms`);
    assert.equal(error.exitCode, 6);
    assert.match(error.notes.join(), new RegExp(`held by pid ${lock.backend}, user whimbrel`));
    assert.match(error.hint ?? "", new RegExp(`whimbrel unlock --id ${lock.backend}`));
    assert.ok(told.length >= 1 && told.length <= 3);
    assert.equal(told[0]?.id, lock.backend);
    assert.equal((await adapter.holder(other, tables))?.id, lock.backend);

    await lock[Symbol.asyncDispose]();
    assert.equal(await adapter.holder(other, tables), undefined);
    await using next = await adapter.lock(other, request());
    await next.verify();
    const [rows] = await run(holder, "SHOW application_name");
    assert.deepEqual(rows, [{ application_name: "whimbrel" }]);
  });

  test("names the run of the control row", async () => {
    await using holder = await session();
    await run(
      holder,
      "CREATE TABLE public.whimbrel_control (id int, holder text)",
      "INSERT INTO public.whimbrel_control VALUES (1, 'ann on build-7')",
    );
    await using _lock = await adapter.lock(holder, request());
    await using other = await session();
    assert.match((await adapter.holder(other, tables))!.description, /^ann on build-7 \(pid /);
    await run(holder, "DROP TABLE public.whimbrel_control");
  });

  test("is one for each history table", async () => {
    await using one = await session();
    await using other = await session();
    await using _first = await adapter.lock(one, request());
    const others = { ...tables, history: ["public", "other_migrations"] };
    await using second = await adapter.lock(other, request({ tables: others, timeout: 0 }));
    await second.verify();
  });

  test("is given up when the caller asks for it", async () => {
    await using holder = await session();
    await using other = await session();
    await using _lock = await adapter.lock(holder, request());
    const aborting = new AbortController();
    setTimeout(() => aborting.abort(), 100);
    const error = await whimbrelError(
      adapter.lock(other, request({ timeout: 60_000, signal: aborting.signal })),
    );
    assert.equal(error.code, "interrupted");
    assert.deepEqual(await run(other, "SELECT 1 AS a"), [[{ a: 1 }]]);
  });

  test("is free when its session ends, and after an error in a transaction", async () => {
    const first = await session();
    await adapter.lock(first, request());
    await first[Symbol.asyncDispose]();
    await using second = await session();
    const lock = await adapter.lock(second, request({ timeout: 2000 }));
    await statementError(run(second, "BEGIN", "SELECT 1 / 0"));
    await lock[Symbol.asyncDispose]();
    await using third = await session();
    await using _again = await adapter.lock(third, request({ timeout: 0 }));
  });

  test("verify() notices a migration that frees it, and others wait for that session", async () => {
    const loser = await session();
    await using other = await session();
    const lock = await adapter.lock(loser, request());
    await run(loser, "SELECT pg_advisory_unlock_all()");
    const error = await whimbrelError(lock.verify());
    assert.equal(error.code, "locked");
    const refused = await whimbrelError(adapter.lock(other, request({ timeout: 300 })));
    assert.match(refused.notes.join(), /held by an earlier run \(pid/);
    // It gave back what it had taken while it waited.
    assert.equal(await adapter.holder(other, tables), undefined);
    await loser[Symbol.asyncDispose]();
    await using next = await adapter.lock(other, request({ timeout: 2000 }));
    await next.verify();
  });

  test("makes a missing schema under the lock, once", async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, () => session()));
    const names = { ...tables, history: ["made here", "whimbrel_migrations"] };
    await Promise.all(sessions.map(async (each) => {
      const lock = await adapter.lock(each, request({ tables: names }));
      await lock[Symbol.asyncDispose]();
    }));
    const [rows] = await run(
      sessions[0]!,
      "SELECT count(*) AS n FROM pg_namespace WHERE nspname = 'made here'",
    );
    assert.deepEqual(rows, [{ n: 1 }]);
    for (const each of sessions) await each[Symbol.asyncDispose]();
  });

  test("terminate() ends the holder, and nobody else", async () => {
    const holder = await session();
    await using other = await session();
    await using bystander = await session();
    await adapter.lock(holder, request());
    const found = await adapter.holder(other, tables);
    const wrong = { ...found!, id: String(await backendOf(bystander)) };
    assert.equal((await whimbrelError(adapter.terminate!(other, wrong, tables))).code, "locked");
    await adapter.terminate!(other, found!, tables);
    await using lock = await adapter.lock(other, request({ timeout: 2000 }));
    await lock.verify();
    assert.equal((await statementError(run(holder, "SELECT 1"))).connectionLost, true);
    assert.deepEqual(await run(bystander, "SELECT 1 AS a"), [[{ a: 1 }]]);
  });

  test("racing processes work one after the other", { timeout: 60_000 }, async () => {
    await using watcher = await session();
    await run(watcher, "CREATE TABLE work (at timestamptz, until timestamptz)");
    const work = "INSERT INTO work SELECT began, clock_timestamp() " +
      "FROM (SELECT clock_timestamp() AS began, pg_sleep(0.05) OFFSET 0) AS slept";
    const runners = await Promise.all(
      Array.from({ length: 5 }, async () => startRunner(await url, work)),
    );
    for (const { ended } of runners) assert.deepEqual(await ended, { code: 0, stderr: "" });
    const lists = await run(
      watcher,
      "SELECT count(*) AS n, min(until - at) >= interval '50 ms' AS slow FROM work",
      "SELECT count(*) AS overlaps FROM work AS a JOIN work AS b ON a.at > b.at AND a.at < b.until",
    );
    assert.deepEqual(lists.flat(), [{ n: 5, slow: true }, { overlaps: 0 }]);
  });

  test("a runner that is killed within a statement frees it", { timeout: 30_000 }, async () => {
    await using watcher = await session();
    const runner = startRunner(await url, "SELECT pg_sleep(20)");
    await runner.locked;
    await new Promise((resolve) => setTimeout(resolve, 200));
    runner.process.kill("SIGKILL");
    const started = performance.now();
    await using lock = await adapter.lock(watcher, request({ timeout: 15_000 }));
    const waited = performance.now() - started;
    await lock.verify();
    assert.ok(waited < 4000, `${waited} ms`);
  });

  test(
    "CREATE INDEX CONCURRENTLY gets through while others wait",
    { timeout: 30_000 },
    async () => {
      await using holder = await session();
      await run(holder, "CREATE TABLE indexed (i int)");
      const lock = await adapter.lock(holder, request());
      const waiting = Array.from({ length: 3 }, async () => {
        await using other = await session();
        await using got = await adapter.lock(other, request({ timeout: 20_000 }));
        await got.verify();
      });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await run(holder, "CREATE INDEX CONCURRENTLY indexed_i ON indexed (i)");
      await lock[Symbol.asyncDispose]();
      await Promise.all(waiting);
      const [rows] = await run(
        holder,
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'indexed_i'::regclass",
      );
      assert.deepEqual(rows, [{ indisvalid: true }]);
    },
  );

  test("watch() says whom a session waits for, and how far it is", async () => {
    await using blocker = await session();
    await using worker = await session();
    await run(blocker, "CREATE TABLE watched (i int)");
    await run(blocker, "BEGIN", "LOCK TABLE watched IN ACCESS SHARE MODE");
    const pid = await backendOf(worker);
    await using watching = await adapter.watch!(options(await url), String(pid));
    assert.deepEqual(await watching.look(), {});
    const waiting = run(worker, "ALTER TABLE watched ADD COLUMN j int");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { waitsFor } = await watching.look();
    const by = await backendOf(blocker);
    assert.match(waitsFor ?? "", new RegExp(`^waits for pid ${by} \\(idle in transaction, user `));
    await run(blocker, "COMMIT");
    await waiting;
    await run(worker, "INSERT INTO watched SELECT 1, g FROM generate_series(1, 300000) AS g");
    // A build that waits for an older transaction has a phase of its own.
    await run(blocker, "BEGIN", "LOCK TABLE watched IN ROW EXCLUSIVE MODE");
    const building = run(worker, "CREATE INDEX CONCURRENTLY watched_j ON watched (j)");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const during = await watching.look();
    assert.match(during.waitsFor ?? "", new RegExp(`pid ${by} `));
    assert.equal(typeof during.done, "number");
    await run(blocker, "COMMIT");
    await building;
    assert.deepEqual(await watching.look(), {});
  });
});
