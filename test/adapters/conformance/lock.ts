import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Adapter, Holder, LockRequest, Session } from "../../../core/adapter.ts";
import { enter } from "../../../core/enter.ts";
import { generated } from "../../../core/statement.ts";
import { createStore } from "../../../core/store.ts";
import { type Database, gate, runner, type Suite, whimbrelError, within } from "./suite.ts";

/** The lock as a run takes it: with the transaction, where that is the lock. */
export interface Held {
  readonly backend: string;
  verify(): Promise<void>;
  release(): Promise<void>;
}

/** Takes the lock, and names the run in the control row. */
export async function hold(
  adapter: Adapter,
  session: Session,
  { tables }: Database,
  request: Partial<LockRequest> = {},
): Promise<Held> {
  const name = request.run ?? "aaaaaaaaaaaa";
  const lock = await adapter.lock(session, {
    tables,
    timeout: 10_000,
    run: name,
    onWait: () => {},
    ...request,
  });
  const release = () => Promise.resolve(lock[Symbol.asyncDispose]());
  try {
    await enter(session, createStore(session.dialect, tables), runner(name), lock);
    return { backend: lock.backend, verify: () => lock.verify(), release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Who may work: one at a time, as long as its connection lives. */
export function testLock({ adapter, fresh }: Suite): void {
  /** A run that came and went has named itself where a waiting one can read it. */
  const visit = async (database: Database) => {
    const held = await hold(adapter, await database.open(), database);
    await held.release();
  };

  describe("lock", () => {
    test("is held by one run, and free as soon as it is released", async () => {
      await using database = await fresh();
      const [one, other] = [await database.open(), await database.open()];
      const held = await hold(adapter, one, database);
      await held.verify();
      const error = await whimbrelError(hold(adapter, other, database, { timeout: 300 }));
      assert.deepEqual([error.code, error.exitCode], ["locked", 6]);
      await held.release();
      await (await within(5, hold(adapter, other, database))).release();
    });

    test("a timeout of 0 asks once", async () => {
      await using database = await fresh();
      const [one, other] = [await database.open(), await database.open()];
      const held = await hold(adapter, one, database);
      const started = performance.now();
      assert.equal(
        (await whimbrelError(hold(adapter, other, database, { timeout: 0 }))).code,
        "locked",
      );
      assert.ok(performance.now() - started < 1500);
      await held.release();
    });

    test("a waiting run hears whom it waits for, and names it when it gives up", async () => {
      await using database = await fresh();
      await visit(database);
      const [one, other] = [await database.open(), await database.open()];
      const held = await hold(adapter, one, database, { run: "bbbbbbbbbbbb" });
      const waits: { readonly waited: number; readonly holder: Holder | undefined }[] = [];
      const started = performance.now();
      const error = await whimbrelError(hold(adapter, other, database, {
        timeout: 1500,
        onWait: (waited, holder) => waits.push({ waited, holder }),
      }));
      const took = performance.now() - started;
      assert.ok(took >= 1300 && took < 6000, `gave up after ${took} ms`);
      assert.ok(waits.length >= 1 && waits.length <= 4, `${waits.length} calls of onWait`);
      const said = [error.message, ...error.notes, error.hint ?? ""].join("\n");
      const seen = await adapter.holder(await database.open({ readOnly: true }), database.tables);
      // A write transaction that holds everybody off may hide the row that names its run.
      if (!adapter.dialect.lockIsTransaction) assert.ok(seen, "holder() finds nobody");
      if (seen !== undefined) {
        assert.ok(said.includes(seen.id) || said.includes(seen.description), said);
        assert.ok(waits.some(({ holder }) => holder?.id === seen.id), "onWait() named nobody");
      }
      await held.release();
    });

    test("holder() finds nobody when nobody works", async () => {
      await using database = await fresh();
      const session = await database.open();
      assert.equal(await adapter.holder(session, database.tables), undefined);
      const held = await hold(adapter, session, database);
      const store = createStore(session.dialect, database.tables);
      await session.run([store.leave("latest")]);
      if (adapter.dialect.lockIsTransaction) await session.run([generated("COMMIT")]);
      await held.release();
      assert.equal(await adapter.holder(session, database.tables), undefined);
    });

    test("holder() can be asked by one who only reads, with nobody else connected", async () => {
      await using database = await fresh();
      const empty = await database.open({ readOnly: true });
      assert.equal(await adapter.holder(empty, database.tables), undefined);
      await empty[Symbol.asyncDispose]();
      const worker = await database.open();
      const held = await hold(adapter, worker, database);
      const store = createStore(worker.dialect, database.tables);
      await worker.run([store.leave("latest")]);
      if (adapter.dialect.lockIsTransaction) await worker.run([generated("COMMIT")]);
      await held.release();
      await worker[Symbol.asyncDispose]();
      const reader = await database.open({ readOnly: true });
      assert.equal(await adapter.holder(reader, database.tables), undefined);
    });

    test("dies with the connection that holds it", async () => {
      await using database = await fresh();
      const [one, other] = [await database.open(), await database.open()];
      await hold(adapter, one, database);
      await one[Symbol.asyncDispose]();
      await (await within(10, hold(adapter, other, database))).release();
    });

    test("goes to one run after the other, however many ask at once", async () => {
      await using database = await fresh();
      await visit(database);
      const sessions = await Promise.all([1, 2, 3, 4].map(() => database.open()));
      let inside = 0;
      const order: number[] = [];
      await within(
        30,
        Promise.all(sessions.map(async (session, index) => {
          const held = await hold(adapter, session, database, { timeout: 25_000 });
          assert.equal(++inside, 1);
          await new Promise((resolve) => setTimeout(resolve, 20));
          inside--;
          order.push(index);
          await held.release();
        })),
      );
      assert.deepEqual(order.toSorted(), [0, 1, 2, 3]);
    });

    test("a signal ends the waiting, and what waited holds nothing afterwards", async () => {
      await using database = await fresh();
      const [one, other] = [await database.open(), await database.open()];
      const held = await hold(adapter, one, database);
      const stop = new AbortController();
      const waiting = gate();
      const work = hold(adapter, other, database, {
        timeout: 30_000,
        signal: stop.signal,
        onWait: waiting.open,
      });
      work.catch(() => {});
      await within(10, waiting.opened);
      stop.abort();
      await assert.rejects(within(5, work));
      await held.release();
      const third = await database.open();
      await (await within(5, hold(adapter, third, database))).release();
    });

    if (!adapter.dialect.lockIsTransaction) {
      test("runs with tables of other names do not wait for each other", async () => {
        await using database = await fresh();
        const [one, other] = [await database.open(), await database.open()];
        const { tables } = database;
        const renamed = (parts: readonly string[]) => [...parts.slice(0, -1), `${parts.at(-1)}_2`];
        const second = {
          history: renamed(tables.history),
          journal: renamed(tables.journal),
          control: renamed(tables.control),
        };
        const held = await hold(adapter, one, database);
        const both = await hold(adapter, other, { ...database, tables: second }, { timeout: 0 });
        await held.verify();
        await both.verify();
        await both.release();
        await held.release();
      });
    }

    if (adapter.terminate !== undefined) {
      test("terminate() ends the run that holds it, which learns of it", async () => {
        await using database = await fresh();
        const [one, other] = [await database.open(), await database.open()];
        const held = await hold(adapter, one, database);
        const seen = await adapter.holder(other, database.tables);
        assert.ok(seen, "holder() finds nobody");
        await adapter.terminate!(other, seen, database.tables);
        const next = await within(10, hold(adapter, other, database));
        await assert.rejects(within(10, held.verify()));
        await next.release();
        await held.release().catch(() => {});
      });
    }
  });
}
