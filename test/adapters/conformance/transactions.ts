import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hasTable, numbersOf, run, statementError, type Suite } from "./suite.ts";

const createTable = "CREATE TABLE things (id integer NOT NULL PRIMARY KEY, note varchar(200))";

/** What runs between `begin` and COMMIT is all or nothing. */
export function testTransactions({ adapter, options, fresh }: Suite): void {
  const { transactionalDdl, begin } = adapter.dialect;

  describe("transaction", () => {
    test("rows are there after COMMIT, and gone after ROLLBACK", async () => {
      await using database = await fresh();
      const session = await database.open();
      await run(session, createTable);
      await run(session, begin, "INSERT INTO things (id) VALUES (1)", "COMMIT");
      await run(session, begin, "INSERT INTO things (id) VALUES (2)", "ROLLBACK");
      await run(session, begin, "DELETE FROM things");
      await run(session, "ROLLBACK");
      assert.deepEqual(await numbersOf(session, "SELECT id FROM things"), [1]);
    });

    test("others do not see rows before COMMIT", async () => {
      await using database = await fresh();
      const [session, other] = [await database.open(), await database.open()];
      await run(session, createTable);
      await run(session, begin, "INSERT INTO things (id) VALUES (1)");
      assert.deepEqual(await numbersOf(other, "SELECT id FROM things"), []);
      await run(session, "COMMIT");
      assert.deepEqual(await numbersOf(other, "SELECT id FROM things"), [1]);
    });

    test("an error inside says whether the transaction is still open", async () => {
      await using database = await fresh();
      const session = await database.open();
      await run(session, createTable, "INSERT INTO things (id) VALUES (1)");
      await run(session, begin, "INSERT INTO things (id) VALUES (2)");
      const error = await statementError(run(session, "INSERT INTO things (id) VALUES (1)"));
      assert.equal(error.committed, false);
      if (!error.transactionEnded) await run(session, "ROLLBACK");
      // Outside of a transaction by now, so this stays.
      await run(session, "INSERT INTO things (id) VALUES (3)");
      await session[Symbol.asyncDispose]();
      const other = await database.open();
      assert.deepEqual(await numbersOf(other, "SELECT id FROM things ORDER BY id"), [1, 3]);
    });

    test("COMMIT behind an error never keeps half of a transaction unnoticed", async () => {
      await using database = await fresh();
      const session = await database.open();
      await run(session, createTable, "INSERT INTO things (id) VALUES (1)");
      const error = await statementError(run(
        session,
        begin,
        "INSERT INTO things (id) VALUES (2)",
        "INSERT INTO things (id) VALUES (1)",
        "COMMIT",
      ));
      assert.equal(error.index, 2);
      if (!error.transactionEnded) await run(session, "ROLLBACK");
      assert.deepEqual(await numbersOf(session, "SELECT id FROM things"), [1]);
    });

    if (transactionalDdl) {
      test("tables, columns, indexes and rows go back together", async () => {
        await using database = await fresh();
        const session = await database.open();
        await run(session, createTable, "INSERT INTO things (id) VALUES (1)");
        await run(
          session,
          begin,
          "CREATE TABLE others (id integer)",
          "ALTER TABLE things ADD COLUMN more integer",
          "INSERT INTO others (id) VALUES (1)",
          "ROLLBACK",
        );
        assert.equal(await hasTable(session, "others"), false);
        await statementError(run(session, "SELECT more FROM things"));
        await run(session, begin, "DROP TABLE things", "ROLLBACK");
        assert.deepEqual(await numbersOf(session, "SELECT id FROM things"), [1]);
      });
    } else {
      test("a statement that commits by itself does not pass for a part of a transaction", async () => {
        await using database = await fresh();
        const session = await database.open();
        await run(session, createTable);
        await run(session, begin, "INSERT INTO things (id) VALUES (1)");
        const error = await run(session, "CREATE TABLE others (id integer)").then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) {
          assert.deepEqual(
            [(error as { transactionEnded?: unknown }).transactionEnded],
            [true],
            String(error),
          );
        }
        await run(session, "ROLLBACK");
        assert.deepEqual(await numbersOf(session, "SELECT id FROM things"), [1]);
      });
    }

    if (transactionalDdl && options.savepoints !== false) {
      test("a savepoint is undone without the transaction around it", async () => {
        await using database = await fresh();
        const session = await database.open();
        await run(session, createTable);
        await run(session, begin, "INSERT INTO things (id) VALUES (1)", "SAVEPOINT step");
        await run(session, "INSERT INTO things (id) VALUES (2)");
        await statementError(run(session, "INSERT INTO things (id) VALUES (1)"));
        await run(session, "ROLLBACK TO step", "RELEASE step", "COMMIT");
        assert.deepEqual(await numbersOf(session, "SELECT id FROM things"), [1]);
      });
    }
  });
}
