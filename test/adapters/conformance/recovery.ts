import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Session, StatementError } from "../../../core/adapter.ts";
import { readState } from "../../../core/enter.ts";
import type { MigratorEvent } from "../../../core/event.ts";
import type { Statement } from "../../../core/statement.ts";
import { createFolder, migrateFolder, type MigrationText } from "./folder.ts";
import { hasTable, numbersOf, type Suite, whimbrelError } from "./suite.ts";

const createNotes = "CREATE TABLE notes (id integer NOT NULL PRIMARY KEY, note varchar(200));";

const journaled: MigrationText = {
  upgrade: "INSERT INTO notes (id) VALUES (1);\nCREATE TABLE extra (id integer);\n" +
    "UPDATE notes SET id = id + 10;\nALTER TABLE notes ADD COLUMN more integer;\n" +
    "INSERT INTO extra (id) VALUES (7);",
  downgrade: "DROP TABLE extra;\nALTER TABLE notes DROP COLUMN more;\nDELETE FROM notes;",
  apart: true,
};

/** Lets the connection of a session go away around the first statement that is chosen. */
export function losing(
  session: Session,
  when: "before" | "after",
  isChosen: (statement: Statement) => boolean,
): Session {
  const { run } = session;
  let lost = false;
  // In place, since an adapter knows its own sessions by more than the contract.
  return Object.assign(session, {
    async run(statements: readonly Statement[]) {
      const index = lost ? -1 : statements.findIndex(isChosen);
      if (index === -1) return await run(statements);
      lost = true;
      await run(statements.slice(0, when === "before" ? index : index + 1));
      await session[Symbol.asyncDispose]();
      throw new StatementError("the test cut the connection", { index, connectionLost: true });
    },
  });
}

/** Statements outside of a transaction run once, wherever the run before stopped. */
export function testRecovery(suite: Suite): void {
  const { adapter, fresh } = suite;

  /** The database after `notes` and the journaled migration, whatever happened on the way. */
  const assertComplete = async (
    session: Session,
    database: Awaited<ReturnType<Suite["fresh"]>>,
  ) => {
    assert.deepEqual(await numbersOf(session, "SELECT id FROM notes"), [11]);
    assert.deepEqual(await numbersOf(session, "SELECT id FROM extra"), [7]);
    assert.deepEqual(await numbersOf(session, "SELECT count(more) AS n FROM notes"), [0]);
    const state = await readState(session, database.tables);
    assert.deepEqual(state.entries.map(({ position }) => position), [1, 2]);
    assert.deepEqual(state.journal, []);
  };

  describe("recovery", () => {
    test("statements outside of a transaction run one by one, up and down", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("notes", { upgrade: createNotes });
      folder.write("apart", journaled);
      await migrateFolder(suite, database, folder);
      const session = await database.open();
      await assertComplete(session, database);
      await migrateFolder(suite, database, folder, { direction: "downgrade", target: "-1" });
      assert.equal(await hasTable(session, "extra"), false);
      assert.deepEqual(await numbersOf(session, "SELECT id FROM notes"), []);
      assert.deepEqual((await readState(session, database.tables)).journal, []);
    });

    test("a failure keeps its place, and the next run goes on there", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("notes", { upgrade: createNotes });
      const broken = journaled.upgrade.replace("ADD COLUMN more", "DROP COLUMN nothing");
      folder.write("apart", {
        ...journaled,
        upgrade: broken.replace(" integer;\nINSERT", ";\nINSERT"),
      });
      const error = await whimbrelError(migrateFolder(suite, database, folder));
      assert.deepEqual([error.code, error.exitCode], ["migration_incomplete", 4]);
      assert.match(error.message, /statement 4/);
      const session = await database.open();
      const state = await readState(session, database.tables);
      assert.equal(state.entries.length, 1);
      assert.deepEqual(state.journal.map(({ state }) => state), [
        "done",
        "done",
        "done",
        "failed",
      ]);
      assert.deepEqual(await numbersOf(session, "SELECT id FROM notes"), [11]);
      folder.write("apart", journaled);
      const resumed: MigratorEvent[] = [];
      const onEvent = (event: MigratorEvent) =>
        event.type === "resume" ? void resumed.push(event) : undefined;
      assert.equal((await migrateFolder(suite, database, folder, { onEvent })).length, 1);
      assert.equal(resumed.length, 1);
      await assertComplete(session, database);
    });

    test("a statement that ran and was edited since is refused", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("notes", { upgrade: createNotes });
      const upgrade = "INSERT INTO notes (id) VALUES (1);\nINSERT INTO nowhere (id) VALUES (1);";
      folder.write("apart", { upgrade, apart: true });
      await whimbrelError(migrateFolder(suite, database, folder));
      folder.write("apart", { upgrade: upgrade.replace("(1)", "(2)"), apart: true });
      const error = await whimbrelError(migrateFolder(suite, database, folder));
      assert.deepEqual([error.code, error.exitCode], ["changed", 7]);
      assert.deepEqual(await numbersOf(await database.open(), "SELECT id FROM notes"), [1]);
    });

    test("a first statement that fails leaves nothing behind", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("apart", { upgrade: "ALTER TABLE nowhere ADD COLUMN x integer;", apart: true });
      const error = await whimbrelError(migrateFolder(suite, database, folder));
      assert.deepEqual([error.code, error.exitCode], ["migration_failed", 3]);
      const { journal, entries } = await readState(await database.open(), database.tables);
      assert.deepEqual([journal, entries], [[], []]);
    });

    // The connection of a database that lives in this process is not lost without the process.
    if (adapter.dialect.lockIsTransaction) return;

    const statements = journaled.upgrade.split("\n").map((line) => line.replace(/;$/, ""));
    for (const when of ["before", "after"] as const) {
      test(`a connection lost ${when} any statement: each runs exactly once`, async () => {
        for (const statement of statements) {
          await using database = await fresh();
          using folder = createFolder();
          folder.write("notes", { upgrade: createNotes });
          folder.write("apart", journaled);
          const session = losing(await database.open(), when, ({ text }) => text === statement);
          const events: MigratorEvent["type"][] = [];
          const onEvent = ({ type }: MigratorEvent) => void events.push(type);
          const results = await migrateFolder(suite, database, folder, { session, onEvent });
          assert.equal(results.length, 2, statement);
          assert.ok(events.includes("reconnected"), `${statement} was not cut`);
          await assertComplete(await database.open(), database);
        }
      });
    }

    if (!adapter.dialect.transactionalDdl) return;

    test("a connection lost before the commit: the migration is rolled back, and says so", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("notes", { upgrade: createNotes });
      folder.write("within", { ...journaled, apart: false });
      const history = database.tables.history.at(-1)!;
      const isRecord = ({ text }: Statement) =>
        text.startsWith("INSERT INTO") && text.includes(history) && text.includes("_within");
      const session = losing(await database.open(), "after", isRecord);
      const error = await whimbrelError(migrateFolder(suite, database, folder, { session }));
      assert.equal(error.code, "migration_failed");
      assert.ok(error.notes.some((note) => note.includes("rolled back")), error.notes.join("\n"));
      const other = await database.open();
      assert.equal(await hasTable(other, "extra"), false);
      assert.equal((await readState(other, database.tables)).entries.length, 1);
      await migrateFolder(suite, database, folder);
      await assertComplete(other, database);
    });

    test("a connection lost after the commit: the migration is applied, and not run again", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("notes", { upgrade: createNotes });
      await migrateFolder(suite, database, folder);
      folder.write("within", { ...journaled, apart: false });
      let records = 0;
      const session = losing(await database.open(), "after", ({ text }) => {
        if (text.includes("_within")) records++;
        return text === "COMMIT" && records > 0;
      });
      await migrateFolder(suite, database, folder, { session });
      assert.equal(session.usable, false, "the connection was not cut");
      await assertComplete(await database.open(), database);
    });
  });
}
