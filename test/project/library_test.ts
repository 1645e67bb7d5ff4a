import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type MigratorEvent,
  open,
  type RunOptions,
  type Whimbrel,
  WhimbrelError,
} from "../../mod.ts";
import { openScratch, type Scratch } from "../faults/scratch.ts";

function openIn(scratch: Scratch, lockTimeout = 5000): Promise<Whimbrel> {
  const url = `sqlite:///${scratch.path("app.db")}`;
  return open({ root: scratch.folder, url, env: {}, lockTimeout });
}

/** A project with migrations that each make a table. */
function openProject(count: number): Scratch {
  const scratch = openScratch("library");
  for (let number = 1; number <= count; number++) {
    scratch.migration(
      `${String(number).padStart(4, "0")}_step.sql`,
      `-- upgrade\nCREATE TABLE t${number} (a);\n\n-- downgrade\nDROP TABLE t${number};\n`,
    );
  }
  return scratch;
}

/** The tables that the migrations made, which must be those that the history names. */
function madeIn(scratch: Scratch): number {
  const [row] = scratch.query("SELECT count(*) AS n FROM sqlite_schema WHERE name GLOB 't[0-9]*'");
  const kept = scratch.query("SELECT name FROM sqlite_schema WHERE name = 'whimbrel_migrations'");
  const history = kept.length === 0
    ? []
    : scratch.query("SELECT count(*) AS n FROM whimbrel_migrations");
  assert.equal(row?.["n"], history[0]?.["n"] ?? 0);
  return Number(row?.["n"]);
}

/** Nobody may hold the file, not even for reading. */
function assertFree(scratch: Scratch): void {
  const database = scratch.open();
  database.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; ROLLBACK");
  database.close();
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof WhimbrelError, String(error));
  return error.code;
}

describe("open()", () => {
  test("upgrades, tells what happens, and knows what is applied", async () => {
    using scratch = openProject(3);
    await using whimbrel = await openIn(scratch);
    assert.equal(await codeOf(whimbrel.assertUpToDate()), "changed");
    assert.deepEqual((await whimbrel.check()).map(({ kind }) => kind), Array(3).fill("pending"));
    const events: MigratorEvent[] = [];
    const results = await whimbrel.upgrade({ onEvent: (event) => events.push(event) });
    assert.deepEqual(results.map(({ step }) => step.name), ["0001_step", "0002_step", "0003_step"]);
    const names = (type: "start" | "done") =>
      events.flatMap((event) => event.type === type ? [event.step.name] : []);
    assert.deepEqual(names("start"), ["0001_step", "0002_step", "0003_step"]);
    assert.deepEqual(names("done"), names("start"));
    const status = await whimbrel.status();
    assert.deepEqual(status.rows.map(({ standing }) => standing), Array(3).fill("applied"));
    assert.deepEqual(await whimbrel.check(), []);
    await whimbrel.assertUpToDate();
    assert.deepEqual(await whimbrel.upgrade(), []);
    assert.equal(madeIn(scratch), 3);
    assertFree(scratch);
  });

  test("downgrades one step, or to a target", async () => {
    using scratch = openProject(3);
    await using whimbrel = await openIn(scratch);
    await whimbrel.upgrade();
    const one = await whimbrel.downgrade();
    assert.deepEqual(one.map(({ step }) => step.name), ["0003_step"]);
    assert.equal(madeIn(scratch), 2);
    await whimbrel.downgrade({ target: "base" });
    assert.equal(madeIn(scratch), 0);
    assertFree(scratch);
  });

  test("leaves a failed migration undone, those before it applied, and the file free", async () => {
    using scratch = openProject(3);
    scratch.migration("0002_step.sql", "CREATE TABLE t2 (a);\nINSERT INTO nowhere VALUES (1);\n");
    await using whimbrel = await openIn(scratch);
    assert.equal(await codeOf(whimbrel.upgrade()), "migration_failed");
    assert.equal(madeIn(scratch), 1);
    assertFree(scratch);
    assert.equal(await codeOf(whimbrel.upgrade({ singleTransaction: true })), "migration_failed");
    assertFree(scratch);
  });

  test("stops before it begins when the signal has come already", async () => {
    using scratch = openProject(3);
    await using whimbrel = await openIn(scratch);
    assert.equal(await codeOf(whimbrel.upgrade({ signal: AbortSignal.abort() })), "interrupted");
    assert.equal(madeIn(scratch), 0);
    assertFree(scratch);
  });

  test("stops between two migrations, and the next call carries on", async () => {
    using scratch = openProject(5);
    await using whimbrel = await openIn(scratch);
    const controller = new AbortController();
    const options: RunOptions = {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === "start" && event.index === 3) controller.abort();
      },
    };
    assert.equal(await codeOf(whimbrel.upgrade(options)), "interrupted");
    const made = madeIn(scratch);
    assert.ok(made >= 2 && made < 5, `${made} were applied`);
    assertFree(scratch);
    await whimbrel.upgrade();
    assert.equal(madeIn(scratch), 5);
  });

  test("an error that a listener throws is the caller's, and the file is free", async () => {
    using scratch = openProject(3);
    await using whimbrel = await openIn(scratch);
    const mine = new RangeError("mine");
    const onEvent = (event: MigratorEvent) => {
      if (event.type === "start" && event.index === 2) throw mine;
    };
    await assert.rejects(whimbrel.upgrade({ onEvent }), mine);
    assertFree(scratch);
    madeIn(scratch);
    await whimbrel.upgrade();
    assert.equal(madeIn(scratch), 3);
  });

  test("gives up waiting for another writer after its time, or when the signal comes", async () => {
    using scratch = openProject(1);
    await using whimbrel = await openIn(scratch, 300);
    const other = scratch.open();
    for (const begin of ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"]) {
      other.exec(begin);
      assert.equal(await codeOf(whimbrel.upgrade()), "locked", begin);
      await using patient = await openIn(scratch, 60_000);
      const controller = new AbortController();
      const events: string[] = [];
      const waiting = patient.upgrade({
        signal: controller.signal,
        onEvent: ({ type }) => {
          events.push(type);
          if (type === "waiting") controller.abort();
        },
      });
      assert.equal(await codeOf(waiting), "interrupted", begin);
      assert.ok(events.includes("waiting") && !events.includes("start"), events.join());
      other.exec("ROLLBACK");
    }
    assertFree(scratch);
  });

  test("two at once in one process apply each migration once", async () => {
    using scratch = openProject(20);
    await using one = await openIn(scratch);
    await using other = await openIn(scratch);
    const [first, second] = await Promise.all([one.upgrade(), other.upgrade()]);
    assert.equal(first.length + second.length, 20);
    assert.equal(madeIn(scratch), 20);
    assertFree(scratch);
  });

  test("runs a script, and ends its thread when it is disposed of", async () => {
    using scratch = openProject(1);
    scratch.migration(
      "20260101_0000-00000000000b_script.ts",
      "// revision: 00000000000b\n// parents: 0001_step\n\n" +
        `export async function upgrade(op) {\n  await op.execute("CREATE TABLE t2 (a)");\n}\n`,
    );
    await using whimbrel = await openIn(scratch);
    await whimbrel.upgrade();
    assert.equal(madeIn(scratch), 2);
    assert.equal(await codeOf(whimbrel.downgrade()), "irreversible");
    assertFree(scratch);
  });
});
