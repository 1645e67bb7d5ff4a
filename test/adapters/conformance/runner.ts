import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readState } from "../../../core/enter.ts";
import type { MigratorEvent } from "../../../core/event.ts";
import { createFolder, type Folder, migrateFolder } from "./folder.ts";
import { hasTable, numbersOf, rowsOf, run, type Suite, whimbrelError } from "./suite.ts";

const createNotes = "CREATE TABLE notes (id integer NOT NULL PRIMARY KEY, note varchar(200));";

/** Two migrations that succeed. */
export function writeTwo(folder: Folder): void {
  folder.write("notes", { upgrade: createNotes, downgrade: "DROP TABLE notes;" });
  folder.write("rows", {
    upgrade: "INSERT INTO notes (id, note) VALUES (1, 'one');\n" +
      "INSERT INTO notes (id, note) VALUES (2, 'two');\nALTER TABLE notes ADD COLUMN more integer;",
    downgrade: "ALTER TABLE notes DROP COLUMN more;\nDELETE FROM notes;",
  });
}

/** Migration files run on the database as they do from the command line. */
export function testRunner(suite: Suite): void {
  const { adapter, options, fresh } = suite;
  describe("migrate()", () => {
    test("applies what is pending in order, records it, and then has nothing to do", async () => {
      await using database = await fresh();
      using folder = createFolder();
      writeTwo(folder);
      const events: MigratorEvent["type"][] = [];
      const onEvent = ({ type }: MigratorEvent) => void events.push(type);
      const results = await migrateFolder(suite, database, folder, { onEvent });
      assert.deepEqual(results.map(({ step }) => step.name.slice(-5)), ["notes", "_rows"]);
      assert.deepEqual(events.filter((type) => type === "done").length, 2);
      const session = await database.open();
      assert.deepEqual(await numbersOf(session, "SELECT id FROM notes ORDER BY id"), [1, 2]);
      const state = await readState(session, database.tables);
      assert.deepEqual(state.entries.map(({ position }) => position), [1, 2]);
      assert.deepEqual(state.entries.map(({ reversible }) => reversible), [true, true]);
      assert.deepEqual(state.journal, []);
      assert.equal(state.control?.run, undefined, "the run is still named");
      assert.deepEqual(await migrateFolder(suite, database, folder), []);
      assert.deepEqual(await readState(session, database.tables), state);
    });

    test("makes no table where nothing is pending", async () => {
      await using database = await fresh();
      using folder = createFolder();
      assert.deepEqual(await migrateFolder(suite, database, folder), []);
      const session = await database.open();
      assert.equal((await readState(session, database.tables)).control, undefined);
      assert.equal(await hasTable(session, database.tables.control.at(-1)!), false);
    });

    test("undoes the last migration, and everything down to base", async () => {
      await using database = await fresh();
      using folder = createFolder();
      writeTwo(folder);
      await migrateFolder(suite, database, folder);
      const session = await database.open();
      const one = await migrateFolder(suite, database, folder, {
        direction: "downgrade",
        target: "-1",
      });
      assert.equal(one.length, 1);
      assert.deepEqual(await rowsOf(session, "SELECT id, note FROM notes"), []);
      const left = (await readState(session, database.tables)).entries;
      assert.deepEqual(left.map(({ position }) => position), [1]);
      await migrateFolder(suite, database, folder, { direction: "downgrade", target: "base" });
      assert.deepEqual((await readState(session, database.tables)).entries, []);
      assert.equal(await hasTable(session, "notes"), false);
    });

    test("undoes a migration whose file is gone by the script that the history keeps", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("notes", { upgrade: createNotes, downgrade: "DROP TABLE notes;" });
      const text = 'it\'s "quoted" \\ ñ 日本;\n-- no comment';
      const literal = (await database.open()).dialect.literal(text);
      folder.write("gone", {
        upgrade: "CREATE TABLE gone (id integer);",
        downgrade: `-- puts a note down\nINSERT INTO notes (id, note) VALUES (1, ${literal});\n` +
          "DROP TABLE gone;",
      });
      await migrateFolder(suite, database, folder);
      folder.remove("gone");
      const results = await migrateFolder(suite, database, folder, {
        direction: "downgrade",
        target: "-1",
      });
      assert.deepEqual(results.map(({ step }) => step.migration), [undefined]);
      const session = await database.open();
      const [row] = await rowsOf(session, "SELECT note FROM notes");
      assert.equal(row?.["note"], text);
      assert.equal(await hasTable(session, "gone"), false);
    });

    test("a migration that fails says where, and those after it do not run", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("notes", { upgrade: createNotes });
      folder.write("broken", {
        upgrade: "INSERT INTO notes (id) VALUES (5);\nCREATE TABLE half (id integer);\n\n" +
          "INSERT INTO notes (id, note)\n  VALUES (5, 'again');\nCREATE TABLE never (id integer);",
      });
      folder.write("later", { upgrade: "CREATE TABLE later (id integer);" });
      const error = await whimbrelError(migrateFolder(suite, database, folder));
      const { transactionalDdl } = adapter.dialect;
      assert.equal(error.code, transactionalDdl ? "migration_failed" : "migration_incomplete");
      assert.match(error.message, /_broken": statement 3/);
      assert.equal(error.place?.file, folder.shown("broken"));
      assert.ok([8, 9].includes(error.place?.line ?? 0), `line ${error.place?.line}`);
      assert.match(error.statement ?? "", /^INSERT INTO notes \(id, note\)/);
      if (options.codes !== undefined) assert.equal(error.serverCode, options.codes.duplicateKey);
      const session = await database.open();
      const state = await readState(session, database.tables);
      assert.deepEqual(state.entries.map(({ position }) => position), [1]);
      assert.equal(state.control?.run, undefined);
      assert.deepEqual(
        await numbersOf(session, "SELECT id FROM notes"),
        transactionalDdl ? [] : [5],
      );
      assert.equal(await hasTable(session, "half"), !transactionalDdl);
      for (const table of ["never", "later"]) assert.equal(await hasTable(session, table), false);
      if (transactionalDdl) assert.deepEqual(state.journal, []);
    });

    test("a migration that failed runs on once it is mended", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("notes", { upgrade: createNotes });
      const start = "INSERT INTO notes (id) VALUES (5);\nCREATE TABLE half (id integer);\n";
      folder.write("broken", { upgrade: `${start}INSERT INTO nowhere (id) VALUES (1);` });
      await whimbrelError(migrateFolder(suite, database, folder));
      folder.write("broken", { upgrade: `${start}INSERT INTO notes (id) VALUES (6);` });
      const results = await migrateFolder(suite, database, folder);
      assert.equal(results.length, 1);
      const session = await database.open();
      assert.deepEqual(await numbersOf(session, "SELECT id FROM notes ORDER BY id"), [5, 6]);
      const state = await readState(session, database.tables);
      assert.deepEqual(state.entries.map(({ position }) => position), [1, 2]);
      assert.deepEqual(state.journal, []);
    });

    test("a statement that would end the transaction is refused before anything runs", async () => {
      await using database = await fresh();
      using folder = createFolder();
      folder.write("commit", { upgrade: "CREATE TABLE early (id integer);\nCOMMIT;" });
      const error = await whimbrelError(migrateFolder(suite, database, folder));
      assert.equal(error.code, "refused_statement");
      const session = await database.open();
      assert.equal(await hasTable(session, "early"), false);
      assert.equal((await readState(session, database.tables)).control, undefined);
    });

    test("hundreds of statements and large ones run in one migration", async () => {
      await using database = await fresh();
      using folder = createFolder();
      const inserts = Array.from(
        { length: 600 },
        (_, id) => `INSERT INTO notes (id) VALUES (${id});`,
      );
      const long = "word ".repeat(60_000);
      folder.write("many", {
        upgrade: `${createNotes}\n${inserts.join("\n")}\n/* ${long} */\n` +
          `UPDATE notes SET note = CASE WHEN '${long}' = 'x' THEN 'no' ELSE 'yes' END;`,
      });
      await migrateFolder(suite, database, folder);
      const session = await database.open();
      const count = "SELECT count(*) AS n FROM notes WHERE note = 'yes'";
      assert.deepEqual(await numbersOf(session, count), [600]);
    });

    if (adapter.dialect.transactionalDdl && options.savepoints !== false) {
      test("a single transaction keeps all migrations, or none", async () => {
        await using database = await fresh();
        using folder = createFolder();
        writeTwo(folder);
        folder.write("broken", { upgrade: "INSERT INTO nowhere (id) VALUES (1);" });
        const request = { singleTransaction: true };
        const error = await whimbrelError(migrateFolder(suite, database, folder, request));
        assert.equal(error.code, "migration_failed");
        const session = await database.open();
        assert.deepEqual((await readState(session, database.tables)).entries, []);
        assert.equal(await hasTable(session, "notes"), false);
        folder.write("broken", { upgrade: "INSERT INTO notes (id) VALUES (3);" });
        assert.equal((await migrateFolder(suite, database, folder, request)).length, 3);
        assert.deepEqual(await numbersOf(session, "SELECT id FROM notes ORDER BY id"), [1, 2, 3]);
      });
    }

    test("history written by a newer release is refused", async () => {
      await using database = await fresh();
      using folder = createFolder();
      writeTwo(folder);
      await migrateFolder(suite, database, folder);
      const session = await database.open();
      const control = session.dialect.quote(database.tables.control);
      await run(session, `UPDATE ${control} SET format = 99`);
      const error = await whimbrelError(readState(session, database.tables));
      assert.equal(error.code, "newer_format");
    });
  });
}
