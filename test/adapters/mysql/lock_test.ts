import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Holder, LockRequest, StoreTables } from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { holder, lock, terminate } from "../../../adapters/mysql/lock.ts";
import type { MysqlSession } from "../../../adapters/mysql/session.ts";
import { query } from "../../servers/mod.ts";
import { mysqlServers, open, runAll, tablesOf, within } from "./servers.ts";

const program = fileURLToPath(new URL("lock_holder.ts", import.meta.url));

for (const server of await mysqlServers()) {
  describe(`lock() on ${server.name}`, () => {
    let url: string;
    let tables: StoreTables;
    let session: MysqlSession;
    const children: ChildProcess[] = [];

    before(async () => {
      url = await server.createDatabase();
      tables = tablesOf(url);
      session = await open(url);
    });
    after(async () => {
      children.forEach((child) => child.kill("SIGKILL"));
      await session[Symbol.asyncDispose]();
      await server.dropDatabase(url);
    });

    const request = (changes: Partial<LockRequest> = {}): LockRequest => ({
      tables,
      timeout: 5000,
      run: "abcdefabcdef",
      onWait: () => {},
      ...changes,
    });

    /** Another process that holds the lock, or waits for it. */
    const startHolder = async (): Promise<{ child: ChildProcess; line: () => Promise<string> }> => {
      const child = spawn(process.execPath, [program, url], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      children.push(child);
      const lines = child.stdout![Symbol.asyncIterator]();
      return { child, line: async () => String((await within(20, lines.next())).value) };
    };

    const refusal = async (work: Promise<unknown>): Promise<WhimbrelError> => {
      try {
        await work;
      } catch (error) {
        assert.ok(error instanceof WhimbrelError, String(error));
        return error;
      }
      throw new Error("nothing was refused");
    };

    test("is held by the session that works, and freed by its end", async () => {
      const held = await lock(session, request());
      assert.equal(held.backend, session.facts.connectionId);
      await held.verify();
      const now = await holder(session, tables);
      assert.equal(now?.id, held.backend);
      assert.match(now!.description, /^connection \d+ of \w+@127\.0\.0\.1:\d+, \d+ s: /);
      await held[Symbol.asyncDispose]();
      assert.equal(await holder(session, tables), undefined);
      assert.equal((await refusal(held.verify())).code, "locked");
    });

    test("verify() notices that a statement freed it", async () => {
      await using held = await lock(session, request());
      await runAll(session, "DO RELEASE_ALL_LOCKS()");
      const error = await refusal(held.verify());
      assert.equal(error.exitCode, 6);
    });

    test("gives up after the timeout and names the holder", async () => {
      await using held = await lock(session, request());
      await using other = await open(url);
      const waits: (readonly [number, Holder | undefined])[] = [];
      const started = performance.now();
      const error = await refusal(
        lock(other, request({ timeout: 2200, onWait: (...wait) => waits.push(wait) })),
      );
      const took = performance.now() - started;
      assert.ok(took >= 2100 && took < 4000, `${took}`);
      assert.equal(error.exitCode, 6);
      assert.ok(error.notes.some((note) => note.includes(`connection ${held.backend} of`)));
      assert.match(error.hint ?? "", new RegExp(`whimbrel unlock --id ${held.backend}`));
      assert.ok(waits.length >= 2 && waits.length <= 4, `${waits.length}`);
      assert.ok(waits[0]![0] < 500);
      assert.equal(waits[0]![1]?.id, held.backend);
    });

    test("a timeout of 0 tries once", async () => {
      await using _held = await lock(session, request());
      await using other = await open(url);
      const started = performance.now();
      assert.equal((await refusal(lock(other, request({ timeout: 0 })))).code, "locked");
      assert.ok(performance.now() - started < 500);
    });

    test("a signal ends the waiting and leaves no lock", async () => {
      const stop = new AbortController();
      await using other = await open(url);
      {
        await using _held = await lock(session, request());
        const waiting = lock(other, request({ timeout: 30_000, signal: stop.signal }));
        setTimeout(() => stop.abort(), 300);
        const started = performance.now();
        await assert.rejects(within(5, waiting));
        assert.ok(performance.now() - started < 2500);
      }
      assert.equal(await holder(session, tables), undefined);
    });

    test("excludes another process, and a killed holder frees it at once", async () => {
      const { child, line } = await startHolder();
      assert.match(await line(), /^held \d+/);
      assert.equal((await refusal(lock(session, request({ timeout: 300 })))).code, "locked");
      child.kill("SIGKILL");
      const started = performance.now();
      await using held = await within(10, lock(session, request()));
      assert.ok(performance.now() - started < 3000);
      await held.verify();
    });

    test("a killed holder keeps it as long as its statement runs", async () => {
      const other = await open(url);
      await lock(other, request());
      const running = runAll(other, "SELECT SLEEP(2)").catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 200));
      // Closes the socket under the statement, as the end of a process does.
      await other[Symbol.asyncDispose]();
      await running;
      const started = performance.now();
      await using _held = await within(15, lock(session, request({ timeout: 10_000 })));
      const took = performance.now() - started;
      // MySQL and MariaDB look at the connection of SLEEP() every few seconds at most.
      assert.ok(took < 6000, `${took}`);
    });

    test("terminate() ends the holder, and nobody else", async () => {
      const other = await open(url);
      const held = await lock(other, request());
      const found = await holder(session, tables);
      await using bystander = await open(url);
      await terminate(session, { id: bystander.facts.connectionId, description: "" }, tables);
      assert.equal((await bystander.query("SELECT 1 AS a"))[0]?.["a"], 1);
      await held.verify();
      await terminate(session, found!, tables);
      assert.equal(await holder(session, tables), undefined);
      await assert.rejects(runAll(other, "SELECT 1"));
      assert.equal(other.usable, false);
      await terminate(session, found!, tables);
    });

    test("databases with long names of mixed case have locks of their own", async () => {
      const long = ["Aa", "aA"].map((start) => `${start}${"x".repeat(58)}`);
      const named = long.map((name) => ({ ...tables, history: [name, `${"T".repeat(64)}`] }));
      await using other = await open(url);
      await using first = await lock(session, request({ tables: named[0]! }));
      await using second = await lock(other, request({ tables: named[1]!, timeout: 0 }));
      await first.verify();
      await second.verify();
    });

    test("an idle session keeps it where the server ends idle sessions", async () => {
      const [before] = await query(url, "SELECT @@GLOBAL.wait_timeout AS t");
      try {
        await query(url, "SET GLOBAL wait_timeout = 1");
        await using idle = await open(url);
        await using held = await lock(idle, request());
        await new Promise((resolve) => setTimeout(resolve, 2500));
        await held.verify();
      } finally {
        await query(url, `SET GLOBAL wait_timeout = ${before?.["t"]}`);
      }
    });

    test("is refused where the greeting is not the server's", async () => {
      const proxied = { ...session, facts: { ...session.facts, throughProxy: true } };
      const error = await refusal(lock(proxied, request()));
      assert.equal(error.exitCode, 8);
    });
  });
}
