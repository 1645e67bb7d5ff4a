import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rowsOf, run, statementError, type Suite, whimbrelError, within } from "./suite.ts";

const createTable = "CREATE TABLE things (id integer NOT NULL PRIMARY KEY, note varchar(200))";

/** A session runs statements, says which one failed and how, and goes on after it. */
export function testSession({ adapter, options, fresh }: Suite): void {
  describe("session", () => {
    test("run() gives the rows of each statement, in order", async () => {
      await using database = await fresh();
      const session = await database.open();
      const results = await run(
        session,
        "SELECT 1 AS a, 'x' AS b",
        createTable,
        "INSERT INTO things (id, note) VALUES (1, 'one'), (2, 'two')",
        "SELECT id, note FROM things WHERE id = 3",
        "UPDATE things SET note = 'second' WHERE id = 2",
        "SELECT id, note FROM things ORDER BY id",
      );
      const plain = results.map((rows) =>
        rows.map((row) => Object.values(row).map((value) => String(value)))
      );
      assert.deepEqual(plain, [[["1", "x"]], [], [], [], [], [["1", "one"], ["2", "second"]]]);
      assert.deepEqual(Object.keys(results[5]![0]!), ["id", "note"]);
      assert.deepEqual(await session.run([]), []);
    });

    test("run() stops at the first statement that fails, and says which", async () => {
      await using database = await fresh();
      const session = await database.open();
      await run(session, createTable, "INSERT INTO things (id) VALUES (1)");
      const error = await statementError(run(
        session,
        "SELECT 1 AS a",
        "SELECT 2 AS a",
        "INSERT INTO things (id) VALUES (1)",
        "INSERT INTO things (id) VALUES (4)",
      ));
      assert.equal(error.index, 2);
      assert.equal(error.connectionLost, false);
      assert.equal(error.missingTable, false);
      assert.notEqual(error.message, "");
      if (options.codes !== undefined) assert.equal(error.serverCode, options.codes.duplicateKey);
      assert.deepEqual(await rowsOf(session, "SELECT id FROM things WHERE id = 4"), []);
    });

    test("an error in the first and in the last statement has its index", async () => {
      await using database = await fresh();
      const session = await database.open();
      const broken = "SELECT FROM WHERE";
      const first = await statementError(run(session, broken, "SELECT 1 AS a"));
      assert.equal(first.index, 0);
      const last = await statementError(run(session, "SELECT 1 AS a", "SELECT 2 AS a", broken));
      assert.equal(last.index, 2);
      if (options.codes !== undefined) assert.equal(last.serverCode, options.codes.syntax);
    });

    test("a table that is missing is told apart from other mistakes", async () => {
      await using database = await fresh();
      const session = await database.open();
      const missing = await statementError(run(session, "SELECT 1 AS a", "SELECT * FROM nowhere"));
      assert.equal(missing.index, 1);
      assert.equal(missing.missingTable, true);
      if (options.codes !== undefined) assert.equal(missing.serverCode, options.codes.missingTable);
      const insert = await statementError(run(session, "INSERT INTO nowhere (id) VALUES (1)"));
      assert.equal(insert.missingTable, true);
      await run(session, createTable);
      const column = await statementError(run(session, "SELECT nothing FROM things"));
      assert.equal(column.missingTable, false);
    });

    test("an offset, where there is one, points into the statement that failed", async () => {
      await using database = await fresh();
      const session = await database.open();
      await run(session, createTable);
      const text = "SELECT\n  id,\n  no_such_column\nFROM\n  things";
      const error = await statementError(run(session, "SELECT 'some words before' AS a", text));
      assert.equal(error.index, 1);
      if (error.offset !== undefined) {
        assert.equal(text.slice(0, error.offset).split("\n").length, 3);
      }
    });

    test("is usable after an error, inside and outside of a transaction", async () => {
      await using database = await fresh();
      const session = await database.open();
      await run(session, createTable);
      await statementError(run(session, "SELECT FROM WHERE"));
      await statementError(session.query("SELECT FROM WHERE"));
      const { begin } = session.dialect;
      const error = await statementError(
        run(session, begin, "INSERT INTO things (id) VALUES (1)", "SELECT FROM WHERE"),
      );
      assert.equal(error.index, 2);
      if (!error.transactionEnded) await run(session, "ROLLBACK");
      assert.equal(session.usable, true);
      assert.deepEqual(await rowsOf(session, "SELECT id FROM things"), []);
    });

    test("a closed session is not usable, runs nothing, and can be closed again", async () => {
      await using database = await fresh();
      const session = await database.open();
      assert.equal(session.usable, true);
      await session[Symbol.asyncDispose]();
      assert.equal(session.usable, false);
      await assert.rejects(within(10, run(session, "SELECT 1 AS a")));
      await within(10, Promise.resolve(session[Symbol.asyncDispose]()));
      assert.equal(session.usable, false);
    });

    test("closing rolls an open transaction back", async () => {
      await using database = await fresh();
      const session = await database.open();
      await run(session, createTable);
      await run(session, session.dialect.begin, "INSERT INTO things (id) VALUES (1)");
      await session[Symbol.asyncDispose]();
      const other = await database.open();
      assert.deepEqual(await rowsOf(other, "SELECT id FROM things"), []);
    });

    test("says what it is connected to, without the password", async () => {
      await using database = await fresh();
      const { server, database: name } = await database.open();
      assert.match(server, /\w.* \d/);
      assert.notEqual(name, "");
      const password = /^[a-z+]+:\/\/[^/@:]*:([^@]+)@/.exec(database.url)?.[1];
      if (password !== undefined) assert.ok(!`${server} ${name}`.includes(password));
    });

    test("cancel() does nothing where nothing runs", async () => {
      await using database = await fresh();
      const session = await database.open();
      await within(10, session.cancel());
      assert.equal((await rowsOf(session, "SELECT 1 AS a")).length, 1);
    });

    if (options.slow !== undefined) {
      const { slow } = options;
      test("cancel() ends the statement that runs, and the session goes on", async () => {
        await using database = await fresh();
        const session = await database.open();
        const started = performance.now();
        const running = run(session, slow).then(() => "done", () => "failed");
        await new Promise((resolve) => setTimeout(resolve, 400));
        await session.cancel();
        await within(8, running);
        assert.ok(performance.now() - started < 8000);
        assert.equal((await rowsOf(session, "SELECT 1 AS a")).length, 1);
      });
    }

    test("what is written with readOnly is not there afterwards", async () => {
      await using database = await fresh();
      const reader = await database.open({ readOnly: true });
      await run(reader, createTable).catch(() => {});
      await reader[Symbol.asyncDispose]();
      const session = await database.open();
      const error = await statementError(run(session, "SELECT * FROM things"));
      assert.equal(error.missingTable, true);
    });

    test("readOnly reads what others wrote", async () => {
      await using database = await fresh();
      const session = await database.open();
      await run(session, createTable, "INSERT INTO things (id) VALUES (7)");
      await session[Symbol.asyncDispose]();
      const reader = await database.open({ readOnly: true });
      const [row] = await rowsOf(reader, "SELECT id FROM things");
      assert.equal(Number(row?.["id"]), 7);
      await statementError(run(reader, "INSERT INTO things (id) VALUES (8)"));
    });

    if (options.unreachable !== undefined) {
      const { unreachable } = options;
      test("a database that does not answer is an error without the password", async () => {
        const error = await whimbrelError(within(
          20,
          adapter.connect({
            url: unreachable,
            connectTimeout: 3000,
            readOnly: false,
            settings: {},
            env: {},
            ...options.connect,
          }),
        ));
        assert.ok(["connection", "preflight"].includes(error.code), error.code);
        const said = [error.message, ...error.notes, error.hint ?? "", errorChain(error)].join(
          "\n",
        );
        assert.ok(!said.includes("secret-word"), said);
      });
    }
  });
}

function errorChain(error: unknown): string {
  const words: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) {
    words.push(at.message, at.stack ?? "");
  }
  return words.join("\n");
}
