import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Session } from "../../../core/adapter.ts";
import { readState } from "../../../core/enter.ts";
import { generated } from "../../../core/statement.ts";
import { createStore, type JournalEntry, type NewEntry, type Store } from "../../../core/store.ts";
import { type Database, runner, statementError, type Suite } from "./suite.ts";
import { hostileTexts } from "./values.ts";

const entry: NewEntry = {
  revision: "aaaaaaaaaaaa",
  position: 1,
  parents: ["000000000000"],
  depends: [],
  label: undefined,
  name: "20260101_0000-aaaaaaaaaaaa_first",
  checksum: `v1:${"0".repeat(64)}`,
  state: "applied",
  downgrade: undefined,
  appliedBy: "somebody@somewhere",
  toolVersion: "1.2.3",
};

const journaled: Omit<JournalEntry, "startedAt"> = {
  revision: "aaaaaaaaaaaa",
  direction: "upgrade",
  statement: 0,
  run: "0123456789ab",
  hash: "f".repeat(64),
  class: "ddl",
  state: "started",
  digest: JSON.stringify({ 'table it\'s "x"\\': null }),
  error: undefined,
};

/** History, journal and control keep what they are given, and only from the latest run. */
export function testStore({ fresh }: Suite): void {
  describe("store", () => {
    /** Makes the tables and lets so many runs enter, one after the other. */
    const prepare = async (session: Session, { tables }: Database, runs = 1): Promise<Store> => {
      const store = createStore(session.dialect, tables);
      await inTransaction(session, [...store.create, store.insertControl()]);
      for (let count = 1; count <= runs; count++) {
        await inTransaction(session, [store.enter(runner(`${count}`.repeat(12)), `${count}`)]);
      }
      return store;
    };

    test("an empty database reads as one without history, and stays empty", async () => {
      await using database = await fresh();
      for (const readOnly of [true, true, false]) {
        const session = await database.open({ readOnly });
        const state = await readState(session, database.tables);
        assert.deepEqual(state, { entries: [], journal: [], control: undefined });
        // No transaction is left open in which the missing table would be remembered.
        await session.run([generated(session.dialect.begin), generated("ROLLBACK")]);
        await session[Symbol.asyncDispose]();
      }
    });

    test("the tables are made once and left alone the second time", async () => {
      await using database = await fresh();
      const session = await database.open();
      const store = await prepare(session, database);
      await session.run([store.record(entry, 1, "5")]);
      await inTransaction(session, store.create);
      const { entries, control } = await readState(session, database.tables);
      assert.deepEqual(entries.map(({ revision }) => revision), ["aaaaaaaaaaaa"]);
      assert.equal(control?.format, 1);
    });

    test("a history row reads back as it was written", async () => {
      await using database = await fresh();
      const session = await database.open();
      const store = await prepare(session, database);
      const full: NewEntry = {
        ...entry,
        label: 'it\'s a "label" \\ 日本',
        depends: ["bbbbbbbbbbbb", "it's"],
        name: `${"ñ".repeat(200)}'"\\;--`,
        downgrade: hostileTexts.join("\n"),
      };
      const plain = { ...entry, revision: "bbbbbbbbbbbb", position: 2, state: "stamped" } as const;
      await session.run([store.record(plain, 1, "12"), store.record(full, 1, "34")]);
      const { entries } = await readState(session, database.tables);
      assert.deepEqual(entries.map(({ revision }) => revision), ["aaaaaaaaaaaa", "bbbbbbbbbbbb"]);
      const [first, second] = entries;
      const { appliedAt, durationMs, reversible, ...rest } = first!;
      const { downgrade, ...written } = full;
      assert.deepEqual(rest, written);
      assert.deepEqual([durationMs, reversible], [34, true]);
      assert.deepEqual([second?.reversible, second?.label], [false, undefined]);
      assert.deepEqual([second?.state, second?.durationMs], ["stamped", 12]);
      assertNow(appliedAt);
      const [[row] = []] = await session.run([store.readDowngrade("aaaaaaaaaaaa")]);
      assert.equal(row?.["downgrade"], downgrade);
    });

    test("revisions that differ in case or accents are different revisions", async () => {
      await using database = await fresh();
      const session = await database.open();
      const store = await prepare(session, database);
      const ids = ["first", "First", "fïrst", "FIRST"];
      for (const [index, revision] of ids.entries()) {
        await session.run([store.record({ ...entry, revision, position: index + 1 }, 1, "1")]);
      }
      await inTransaction(session, store.erase("First", 1));
      const { entries } = await readState(session, database.tables);
      assert.deepEqual(entries.map(({ revision }) => revision), ["first", "fïrst", "FIRST"]);
    });

    test("a journal row keeps the digest and the error, and is forgotten at the end", async () => {
      await using database = await fresh();
      const session = await database.open();
      const store = await prepare(session, database);
      await session.run([store.startStatement(journaled, 1)]);
      await session.run([store.startStatement({ ...journaled, statement: 1 }, 1)]);
      const error = hostileTexts.join(" ");
      await session.run([store.finishStatement({ ...journaled, state: "failed", error }, 1)]);
      const { journal } = await readState(session, database.tables);
      assert.deepEqual(journal.map(({ statement, state }) => [statement, state]), [
        [0, "failed"],
        [1, "started"],
      ]);
      const { startedAt, ...rest } = journal[0]!;
      assert.deepEqual(rest, { ...journaled, state: "failed", error });
      assertNow(startedAt);
      const before = (await readState(session, database.tables)).control;
      await session.run(store.clearJournal("aaaaaaaaaaaa", "upgrade", 1));
      const after = await readState(session, database.tables);
      assert.deepEqual(after.journal, []);
      assert.deepEqual(after.control, before, "the control row stays");
    });

    test("every run that enters raises the epoch and is named until it leaves", async () => {
      await using database = await fresh();
      const session = await database.open();
      const store = await prepare(session, database, 2);
      const { control } = await readState(session, database.tables);
      assert.deepEqual([control?.epoch, control?.run, control?.backend], [2, "222222222222", "2"]);
      assert.equal(control?.holder, runner("222222222222").description);
      assertNow(control?.startedAt ?? "");
      await session.run([store.leave(1)]);
      assert.equal((await readState(session, database.tables)).control?.run, "222222222222");
      await session.run([store.leave(2)]);
      const after = (await readState(session, database.tables)).control;
      assert.deepEqual([after?.epoch, after?.run, after?.startedAt], [2, undefined, undefined]);
    });

    test("a run whose epoch is past can write nothing", async () => {
      await using database = await fresh();
      const session = await database.open();
      const store = await prepare(session, database, 2);
      await session.run([store.record(entry, 2, "1"), store.startStatement(journaled, 2)]);
      const before = await readState(session, database.tables);
      const late = { ...entry, revision: "cccccccccccc", position: 2 };
      const writes = [
        [store.record(late, 1, "1")],
        store.erase(entry.revision, 1),
        [store.accept({ ...entry, checksum: "v1:other" }, 1)],
        [store.startStatement({ ...journaled, statement: 1 }, 1)],
        [store.finishStatement({ ...journaled, state: "done" }, 1)],
        store.clearJournal(journaled.revision, "upgrade", 1),
        store.clearJournal(journaled.revision, journaled.direction, 1),
      ];
      for (const [index, statements] of writes.entries()) {
        const error = await statementError(session.run(statements));
        assert.equal(error.index, 0, `write ${index}`);
        assert.equal(error.connectionLost, false);
      }
      assert.deepEqual(await readState(session, database.tables), before);
    });
  });
}

async function inTransaction(session: Session, statements: Store["create"]): Promise<void> {
  await session.run([
    generated(session.dialect.begin),
    ...statements,
    generated("COMMIT"),
  ]);
}

/** UTC, whatever zone server, session and client have. */
function assertNow(text: string): void {
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const difference = Math.abs(Date.now() - Date.parse(text));
  assert.ok(difference < 10 * 60_000, `${text} is ${difference} ms away from now`);
}
