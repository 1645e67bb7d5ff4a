import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { dialect } from "../../adapters/sqlite/dialect.ts";
import { createStore } from "../../core/store.ts";

const tables = { history: ["h"], journal: ["j"], control: ["c"] };
const runner = { run: "r", description: "d", appliedBy: "a", toolVersion: "t" };

/** A journal with one statement of the run of epoch 2. */
function openStore() {
  const database = new DatabaseSync(":memory:");
  const store = createStore(dialect, tables);
  for (const { text } of [...store.create, store.insertControl()]) database.exec(text);
  database.exec(store.enter(runner, "1").text);
  database.exec(store.enter(runner, "2").text);
  const row = {
    revision: "x",
    direction: "upgrade",
    statement: 0,
    run: "r",
    hash: "h",
    class: "dml",
    state: "done",
    digest: undefined,
    error: undefined,
  } as const;
  database.exec(store.startStatement(row, 2).text);
  const count = () => Number(database.prepare("SELECT count(*) AS n FROM j").get()?.["n"]);
  return { database, store, row, count, [Symbol.dispose]: () => database.close() };
}

describe("the fence", () => {
  test("keeps a run whose epoch is past from clearing the journal", () => {
    using opened = openStore();
    const { database, store, count } = opened;
    const clear = (epoch: number) => {
      for (const { text } of store.clearJournal("x", "upgrade", epoch)) database.exec(text);
    };
    assert.throws(() => clear(1), /NOT NULL/);
    assert.equal(count(), 1);
    clear(2);
    assert.equal(count(), 0);
  });

  test("keeps it from writing to the journal", () => {
    using opened = openStore();
    const { database, store, row } = opened;
    const next = { ...row, statement: 1 };
    assert.throws(() => database.exec(store.startStatement(next, 1).text), /NOT NULL/);
    assert.throws(() => database.exec(store.finishStatement(row, 1).text), /NOT NULL/);
  });
});
