import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Session, StatementError } from "../../../core/adapter.ts";
import { readState } from "../../../core/enter.ts";
import type { MigratorEvent } from "../../../core/event.ts";
import { generated } from "../../../core/statement.ts";
import type { ScriptHost } from "../../../core/script.ts";
import { createStore } from "../../../core/store.ts";
import { createFolder, type Folder, migrateFolder } from "./folder.ts";
import { hold } from "./lock.ts";
import { writeTwo } from "./runner.ts";
import {
  type Database,
  failureOf,
  gate,
  hasTable,
  numbersOf,
  runner,
  type Suite,
  whimbrelError,
  within,
} from "./suite.ts";

/** A migration that stands still in its middle until it is let go on. */
function pausing(folder: Folder): {
  readonly scripts: ScriptHost;
  /** Its first statement ran, and it waits. */
  readonly reached: Promise<void>;
  readonly goOn: () => void;
} {
  folder.write("pausing", { upgrade: "", script: true });
  const reached = gate();
  const going = gate();
  const scripts: ScriptHost = {
    exports: () => Promise.resolve(new Set(["upgrade"] as const)),
    async run(_request, executor) {
      await executor.execute("CREATE TABLE paused (id integer NOT NULL PRIMARY KEY)");
      reached.open();
      await going.opened;
      await executor.execute(
        "INSERT INTO paused (id) VALUES (1); INSERT INTO paused (id) VALUES (2)",
      );
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return { scripts, reached: reached.opened, goOn: going.open };
}

/** Several runs at once, runs that are stopped, and runs that were overtaken. */
export function testTogether(suite: Suite): void {
  const { adapter, options, fresh } = suite;
  const { transactionalDdl, lockIsTransaction } = adapter.dialect;

  describe("migrate() beside others", () => {
    test("the second of two runs waits, and then has nothing to do", async () => {
      await using database = await fresh();
      using folder = createFolder();
      writeTwo(folder);
      const { scripts, reached, goOn } = pausing(folder);
      const first = migrateFolder(suite, database, folder, { scripts, run: "aaaaaaaaaaaa" });
      first.catch(() => {});
      await within(20, Promise.race([reached, first.then(() => {})]));
      const waits = gate();
      const onEvent = ({ type }: MigratorEvent) => type === "waiting" ? waits.open() : undefined;
      const second = migrateFolder(suite, database, folder, {
        scripts,
        onEvent,
        run: "bbbbbbbbbbbb",
      });
      second.catch(() => {});
      await within(10, Promise.race([waits.opened, second.then(() => assert.fail("no wait"))]));
      goOn();
      assert.equal((await within(20, first)).length, 3);
      assert.deepEqual(await within(20, second), []);
      const session = await database.open();
      assert.deepEqual(await numbersOf(session, "SELECT id FROM paused ORDER BY id"), [1, 2]);
      assert.equal((await readState(session, database.tables)).entries.length, 3);
    });

    test("many runs on an empty database: one does the work", async () => {
      await using database = await fresh();
      using folder = createFolder();
      writeTwo(folder);
      const runs = Array.from({ length: 5 }, (_, index) =>
        migrateFolder(suite, database, folder, {
          run: `${index}`.repeat(12),
          lockTimeout: 40_000,
        }));
      const results = await within(50, Promise.all(runs));
      assert.deepEqual(results.map(({ length }) => length).toSorted(), [0, 0, 0, 0, 2]);
      const session = await database.open();
      assert.deepEqual(await numbersOf(session, "SELECT id FROM notes ORDER BY id"), [1, 2]);
      assert.equal((await readState(session, database.tables)).entries.length, 2);
    });

    test("a run that is not let in ends with code 6 and changes nothing", async () => {
      await using database = await fresh();
      using folder = createFolder();
      writeTwo(folder);
      const holding = await database.open();
      const held = await hold(adapter, holding, database, { run: "dddddddddddd" });
      const error = await whimbrelError(
        within(20, migrateFolder(suite, database, folder, { lockTimeout: 800 })),
      );
      assert.deepEqual([error.code, error.exitCode], ["locked", 6]);
      assert.notEqual(error.hint, undefined);
      await held.release();
      const session = await database.open();
      assert.equal(await hasTable(session, "notes"), false);
      assert.equal((await migrateFolder(suite, database, folder)).length, 2);
    });

    test("the history can be read while a run works", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("first", { upgrade: "CREATE TABLE first (id integer);" });
      await migrateFolder(suite, database, folder);
      const { scripts, reached, goOn } = pausing(folder);
      const working = migrateFolder(suite, database, folder, { scripts });
      working.catch(() => {});
      await within(20, Promise.race([reached, working.then(() => {})]));
      const reader = await database.open({ readOnly: true });
      const state = await within(5, readState(reader, database.tables));
      assert.deepEqual(state.entries.map(({ position }) => position), [1]);
      goOn();
      await within(20, working);
      const after = await readState(reader, database.tables);
      assert.deepEqual(after.entries.map(({ position }) => position), [1, 2]);
    });

    test("a signal while waiting for the lock ends the run with code 130", async () => {
      await using database = await fresh();
      using folder = createFolder();
      writeTwo(folder);
      const holding = await database.open();
      const held = await hold(adapter, holding, database);
      const stop = new AbortController();
      const onEvent = ({ type }: MigratorEvent) => type === "waiting" ? stop.abort() : undefined;
      const error = await whimbrelError(
        within(20, migrateFolder(suite, database, folder, { signal: stop.signal, onEvent })),
      );
      assert.deepEqual([error.code, error.exitCode], ["interrupted", 130]);
      await held.release();
      assert.equal((await migrateFolder(suite, database, folder)).length, 2);
    });

    test("a signal in the middle of a migration rolls it back or keeps its place", async () => {
      await using database = await fresh();
      using folder = createFolder();
      writeTwo(folder);
      const stop = new AbortController();
      const { scripts, reached, goOn } = pausing(folder);
      const working = migrateFolder(suite, database, folder, { scripts, signal: stop.signal });
      working.catch(() => {});
      await within(20, Promise.race([reached, working.then(() => {})]));
      stop.abort();
      goOn();
      const error = await whimbrelError(within(20, working));
      assert.equal(error.exitCode, transactionalDdl ? 130 : error.exitCode);
      assert.ok(["interrupted", "migration_incomplete"].includes(error.code), error.code);
      const session = await database.open();
      assert.equal((await readState(session, database.tables)).entries.length, 2);
      assert.equal(await hasTable(session, "paused"), !transactionalDdl);
      assert.equal((await migrateFolder(suite, database, folder, { scripts })).length, 1);
      assert.deepEqual(await numbersOf(session, "SELECT id FROM paused ORDER BY id"), [1, 2]);
    });

    if (options.slow !== undefined) {
      const { slow } = options;
      test("a signal interrupts a statement that takes long", async () => {
        await using database = await fresh();
        using folder = createFolder();
        folder.write("slow", { upgrade: `CREATE TABLE earlier (id integer);\n${slow};` });
        const stop = new AbortController();
        const started = performance.now();
        const onEvent = ({ type }: MigratorEvent) =>
          type === "start" ? void setTimeout(() => stop.abort(), 700) : undefined;
        const error = await whimbrelError(
          within(15, migrateFolder(suite, database, folder, { signal: stop.signal, onEvent })),
        );
        assert.ok(performance.now() - started < 10_000);
        assert.ok(["interrupted", "migration_incomplete"].includes(error.code), error.code);
        assert.deepEqual((await readState(await database.open(), database.tables)).entries, []);
        const next = await database.open();
        await (await within(10, hold(adapter, next, database))).release();
      });
    }

    if (!lockIsTransaction) {
      test("a run that was overtaken can record nothing", async () => {
        await using database = await fresh();
        using folder = createFolder();
        const { scripts, reached, goOn } = pausing(folder);
        const working = migrateFolder(suite, database, folder, { scripts });
        working.catch(() => {});
        await within(20, Promise.race([reached, working.then(() => {})]));
        const session = await database.open();
        const raised = await within(10, raiseEpoch(session, database));
        goOn();
        if (!raised) {
          // The run's own transaction keeps others from overtaking it.
          assert.equal((await within(20, working)).length, 1);
          return;
        }
        await failureOf(within(20, working));
        const { entries, control } = await readState(session, database.tables);
        assert.deepEqual(entries, []);
        assert.equal(control?.run, "eeeeeeeeeeee");
        if (transactionalDdl) assert.equal(await hasTable(session, "paused"), false);
        else assert.deepEqual(await numbersOf(session, "SELECT id FROM paused"), []);
      });
    }
  });
}

/** Enters as another run without its lock; false where the database refuses that. */
async function raiseEpoch(session: Session, { tables }: Database): Promise<boolean> {
  const { begin } = session.dialect;
  const { enter } = createStore(session.dialect, tables);
  try {
    await session.run([
      generated(begin),
      enter(runner("eeeeeeeeeeee"), "other"),
      generated("COMMIT"),
    ]);
    return true;
  } catch (error) {
    if (!(error instanceof StatementError) || !error.transient) throw error;
    if (!error.transactionEnded) await session.run([generated("ROLLBACK")]);
    return false;
  }
}
