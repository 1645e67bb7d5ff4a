import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { StatementError } from "../../../core/adapter.ts";
import type { MysqlSession } from "../../../adapters/mysql/session.ts";
import { createStore } from "../../../core/store.ts";
import { query } from "../../servers/mod.ts";
import { mysqlServers, open, runAll, tablesOf, within } from "./servers.ts";

for (const server of await mysqlServers()) {
  describe(`Session on ${server.name}`, () => {
    let url: string;
    let session: MysqlSession;

    before(async () => {
      url = await server.createDatabase();
      session = await open(url);
      await runAll(session, "CREATE TABLE t (id int PRIMARY KEY, v varchar(50)) ENGINE=InnoDB");
    });
    after(async () => {
      await session[Symbol.asyncDispose]();
      await server.dropDatabase(url);
    });

    const failure = async (...texts: readonly string[]): Promise<StatementError> => {
      try {
        await runAll(session, ...texts);
      } catch (error) {
        assert.ok(error instanceof StatementError, String(error));
        return error;
      }
      throw new Error("nothing failed");
    };

    test("names the server and the database", () => {
      const name = server.name === "mariadb" ? /^MariaDB 10\.\d+\.\d+$/ : /^MySQL \d+\.\d+\.\d+$/;
      assert.match(session.server, name);
      assert.match(session.database, /^test_\w+ on 127\.0\.0\.1:\d+$/);
      assert.equal(session.facts.throughProxy, false);
    });

    test("leaves sql_mode as the server has it, without IGNORE_SPACE", async () => {
      const [row] = await session.query("SELECT @@sql_mode = @@GLOBAL.sql_mode AS same");
      assert.equal(row?.["same"], 1);
      await runAll(session, "CREATE TABLE count (id int)", "DROP TABLE count");
    });

    test("run() gives the rows of each statement in its place", async () => {
      const results = await runAll(
        session,
        "SELECT 1 AS a UNION SELECT 2",
        "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        "SELECT * FROM t WHERE id > 5",
        "SELECT v FROM t ORDER BY id -- a comment at the end",
        "# one in front\nDELETE FROM t",
      );
      assert.deepEqual(results, [[{ a: 1 }, { a: 2 }], [], [], [{ v: "x" }, { v: "y" }], []]);
    });

    test("a procedure gives its first rows, and what follows keeps its place", async () => {
      await runAll(
        session,
        "CREATE PROCEDURE two() BEGIN SELECT 1 AS a; SELECT 2 AS b; SELECT 3 AS c; END",
        "CREATE PROCEDURE none() BEGIN SET @x = 1; END",
        "CREATE PROCEDURE breaks() BEGIN SELECT 1 AS a; SELECT * FROM missing; END",
      );
      const results = await runAll(
        session,
        "SELECT 0 AS z",
        "CALL two()",
        "CALL none()",
        "/*!50000 CALL two() */",
        "SELECT 9 AS z",
      );
      assert.deepEqual(results, [[{ z: 0 }], [{ a: 1 }], [], [{ a: 1 }], [{ z: 9 }]]);
      const error = await failure("SELECT 1", "CALL two()", "CALL breaks()", "SELECT 2");
      assert.equal(error.index, 2);
      assert.equal(error.missingTable, true);
      const behind = await failure("CALL two()", "SELECT 1", "SELECT * FROM missing");
      assert.equal(behind.index, 2);
    });

    const cases: readonly (readonly [number, readonly string[]])[] = [
      [0, ["selec 1"]],
      [0, ["selec 1", "SELECT 1"]],
      [1, ["SELECT 1", "selec 1"]],
      [2, ["SELECT 1", "SELECT 1 UNION SELECT 2", "INSERT INTO missing VALUES (1)", "SELECT 1"]],
      [1, ["SELECT 1", "SELECT (SELECT id FROM t UNION SELECT 1 UNION SELECT 2)"]],
      [3, ["SET @a = 1", "SELECT 1", "SELECT 1 FROM t WHERE id = 99", "DROP TABLE missing"]],
      [1, ["INSERT INTO t VALUES (50, 'a')", "INSERT INTO t VALUES (50, 'b')", "DELETE FROM t"]],
      [2, ["SHOW TABLES", "PREPARE s FROM 'SELECT 1'", "CALL missing()"]],
      [1, ["DO 0", "SELECT BENCHMARK(1, 1), EXTRACTVALUE('<a/>', '$@@@')"]],
    ];
    for (const [index, texts] of cases) {
      test(`the error of ${texts.join("; ").slice(0, 70)} has index ${index}`, async () => {
        assert.equal((await failure(...texts)).index, index);
      });
    }

    test("a statement behind the failed one does not run", async () => {
      await runAll(session, "DELETE FROM t");
      await failure("INSERT INTO t VALUES (1, 'a')", "selec 1", "INSERT INTO t VALUES (2, 'b')");
      assert.deepEqual(await session.query("SELECT id FROM t"), [{ id: 1 }]);
    });

    test("a syntax error has its place in the statement, and no other statement in its words", async () => {
      const text = "CREATE TABLE x (\n  id int,\n  name int int\n)";
      const error = await failure("SELECT 1", text, "INSERT INTO journal VALUES (1)");
      assert.equal(error.serverCode, "1064");
      assert.match(text.slice(error.offset), /^\s?int\n\)$/);
      assert.ok(!error.message.includes("journal"), error.message);
      const short = await failure("CREATE TABLE y (", "INSERT INTO journal VALUES (1)");
      assert.equal(short.offset, "CREATE TABLE y (".length);
      assert.ok(!short.message.includes("journal"), short.message);
    });

    test("error numbers tell a missing table, a duplicate and a missing database apart", async () => {
      const missing = await failure("SELECT * FROM missing");
      assert.deepEqual([missing.serverCode, missing.missingTable], ["1146", true]);
      const duplicate = await failure("INSERT INTO t VALUES (7, 'a'), (7, 'b')");
      assert.deepEqual([duplicate.serverCode, duplicate.missingTable], ["1062", false]);
      const database = await failure("SELECT * FROM nowhere.t");
      assert.equal(database.missingTable, true);
    });

    test("values come as exact types", async () => {
      const [row] = await session.query(
        "SELECT 9007199254740991 AS safe, 9007199254740993 AS big, 18446744073709551615 AS huge, " +
          "-9223372036854775808 AS low, 1.10 AS exact, CAST('2026-01-13 17:24:00.5' AS datetime(3)) AS at, " +
          "DATE '0001-01-01' AS day, X'00ff' AS bytes, NULL AS nothing, JSON_OBJECT('a', 1) AS j, '😀' AS face",
      );
      assert.deepEqual({ ...row, bytes: [...row!["bytes"] as Uint8Array] }, {
        safe: 9007199254740991,
        big: 9007199254740993n,
        huge: 18446744073709551615n,
        low: -9223372036854775808n,
        exact: "1.10",
        at: "2026-01-13 17:24:00.500",
        day: "0001-01-01",
        bytes: [0, 255],
        nothing: null,
        j: '{"a": 1}',
        face: "😀",
      });
    });

    test("query() puts values in place of question marks, and not of those in strings", async () => {
      const value = 'it\'s \\ "?" `?` -- ? \u0000\n';
      const rows = await session.query(
        "SELECT ? AS a, '?' AS b, `id` /* ? */ FROM t WHERE ? = 1 LIMIT ?",
        [
          value,
          0,
          5,
        ],
      );
      assert.deepEqual(rows, []);
      assert.deepEqual(await session.query("SELECT ? AS a, '?' AS b, ? AS c -- ?", [value, 2n]), [
        { a: value, b: "?", c: 2 },
      ]);
      await assert.rejects(session.query("SELECT ?, ?", [1]), /2 placeholders and 1 parameters/);
    });

    test("literals are exact in every sql_mode, also after a migration changed it", async () => {
      const value = "back\\slash ' \" \\' \\\\ 😀";
      const literal = session.dialect.literal(value);
      for (const mode of ["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", "ANSI"]) {
        const [, rows] = await runAll(
          session,
          `SET sql_mode = '${mode}'`,
          `SELECT ${literal} AS v`,
        );
        assert.deepEqual(rows, [{ v: value }], mode);
      }
      await runAll(session, "SET sql_mode = @@GLOBAL.sql_mode");
    });

    test("a batch larger than max_allowed_packet is sent in parts", async () => {
      await runAll(session, "CREATE TABLE big (id int PRIMARY KEY, v longtext)");
      const piece = "x".repeat(3 << 20);
      const count = Math.ceil(session.facts.maxPacket / piece.length) + 1;
      const texts = Array.from(
        { length: count },
        (_, id) => `INSERT INTO big VALUES (${id}, '${piece}')`,
      );
      await runAll(session, ...texts, "SELECT 1");
      assert.deepEqual(await session.query("SELECT COUNT(*) AS n FROM big"), [{ n: count }]);
      await runAll(session, "DROP TABLE big");
    });

    test("a statement larger than max_allowed_packet is refused before it is sent", async () => {
      const huge = `SELECT '${"x".repeat(session.facts.maxPacket)}'`;
      await runAll(session, "DELETE FROM t");
      const error = await failure("INSERT INTO t VALUES (1, 'a')", huge);
      assert.equal(error.index, 1);
      assert.match(error.message, /more than the server's max_allowed_packet/);
      assert.equal(error.connectionLost, false);
      assert.deepEqual(await session.query("SELECT id FROM t"), [{ id: 1 }]);
      // Just below the limit it passes.
      const almost = "x".repeat(session.facts.maxPacket - 200);
      assert.equal(
        (await session.query(`SELECT LENGTH('${almost}') AS n`))[0]?.["n"],
        almost.length,
      );
    });

    test("a lock timeout is passing and leaves the transaction open", async () => {
      await runAll(session, "DELETE FROM t", "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
      await using other = await open(url, { lockTimeout: 1000 });
      await runAll(session, "START TRANSACTION", "UPDATE t SET v = 'c' WHERE id = 1");
      await runAll(other, "START TRANSACTION", "UPDATE t SET v = 'd' WHERE id = 2");
      await assert.rejects(runAll(other, "UPDATE t SET v = 'e' WHERE id = 1"), (error) => {
        assert.ok(error instanceof StatementError);
        assert.deepEqual(
          [error.serverCode, error.transient, error.transactionEnded],
          ["1205", true, false],
        );
        return true;
      });
      await runAll(other, "ROLLBACK");
      await runAll(session, "ROLLBACK");
    });

    test("a table lock that is not free in time is passing, too", async () => {
      await using other = await open(url, { lockTimeout: 1000 });
      await runAll(session, "START TRANSACTION", "SELECT * FROM t");
      await assert.rejects(
        runAll(other, "ALTER TABLE t ADD COLUMN late int"),
        (error) =>
          error instanceof StatementError && error.serverCode === "1205" && error.transient,
      );
      await runAll(session, "ROLLBACK");
    });

    test("a deadlock ends the transaction and nothing of it is left", async () => {
      await runAll(session, "DELETE FROM t", "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
      await using other = await open(url);
      await runAll(session, "START TRANSACTION", "UPDATE t SET v = 'mine' WHERE id = 1");
      await runAll(other, "START TRANSACTION", "UPDATE t SET v = 'theirs' WHERE id = 2");
      const results = await Promise.allSettled([
        runAll(session, "UPDATE t SET v = 'mine' WHERE id = 2"),
        runAll(other, "UPDATE t SET v = 'theirs' WHERE id = 1"),
      ]);
      const errors = results.flatMap((one) => one.status === "rejected" ? [one.reason] : []);
      assert.equal(errors.length, 1);
      const [error] = errors as [StatementError];
      assert.deepEqual(
        [error.serverCode, error.transient, error.transactionEnded, error.committed],
        ["1213", true, true, false],
      );
      const victim = results[0]!.status === "rejected" ? session : other;
      await runAll(victim === session ? other : session, "ROLLBACK");
      await runAll(victim, "START TRANSACTION", "ROLLBACK");
      assert.deepEqual(await session.query("SELECT v FROM t ORDER BY id"), [{ v: "a" }, {
        v: "b",
      }]);
    });

    test("a statement that commits unexpectedly is noticed before anything more is sent", async () => {
      await runAll(session, "DELETE FROM t");
      // CHECK TABLE only reads, and commits all the same.
      const error = await failure(
        "START TRANSACTION",
        "INSERT INTO t VALUES (1, 'a')",
        "CHECK TABLE t",
        "INSERT INTO t VALUES (2, 'b')",
        "CHECK TABLE t",
      );
      assert.deepEqual([error.index, error.transactionEnded, error.committed], [2, true, true]);
      assert.match(error.message, /`CHECK TABLE t` committed the transaction/);
    });

    test("DDL in a transaction is known to commit it", async () => {
      await runAll(session, "START TRANSACTION", "CREATE TABLE IF NOT EXISTS d (i int)", "DO 0");
      await runAll(session, "SELECT 1", "COMMIT", "DROP TABLE d");
    });

    test("readOnly refuses rows and tables", async () => {
      await using reader = await open(url, { readOnly: true });
      await assert.rejects(runAll(reader, "INSERT INTO t VALUES (9, 'x')"), /READ ONLY/);
      await assert.rejects(runAll(reader, "CREATE TABLE r (i int)"), /READ ONLY/);
      assert.equal((await reader.query("SELECT 1 AS a"))[0]?.["a"], 1);
    });

    test("limits() are in force until they are given again", async () => {
      const read = async () => {
        const [row] = await session.query(
          "SELECT @@lock_wait_timeout AS a, @@innodb_lock_wait_timeout AS b",
        );
        return [row?.["a"], row?.["b"]];
      };
      assert.deepEqual(await read(), [30, 30]);
      await session.run(session.dialect.limits!({ lockTimeout: 2500, statementTimeout: 60_000 }));
      assert.deepEqual(await read(), [3, 3]);
      await session.run(
        session.dialect.limits!({ lockTimeout: undefined, statementTimeout: undefined }),
      );
      assert.deepEqual(await read(), [30, 30]);
    });

    test("statementTimeout ends a long SELECT", async () => {
      await using limited = await open(url, { statementTimeout: 300 });
      // MySQL's SLEEP() reports the interruption by its value instead of an error.
      const slow =
        "SELECT COUNT(*) AS n FROM information_schema.COLUMNS a, information_schema.COLUMNS b, " +
        "information_schema.COLUMNS c WHERE a.COLUMN_NAME <> b.COLUMN_NAME OR SLEEP(0.01)";
      const started = performance.now();
      await assert.rejects(within(20, limited.query(slow)), StatementError);
      assert.ok(performance.now() - started < 10_000);
    });

    test("cancel() interrupts the statement that runs, and nothing else", async () => {
      await session.cancel();
      const started = performance.now();
      const running = runAll(session, "SELECT SLEEP(20) AS s", "SELECT 1 AS a").then(
        () => "ran",
        () => "failed",
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      await session.cancel();
      assert.match(await within(10, running), /failed|ran/);
      assert.ok(performance.now() - started < 10_000);
      assert.equal(session.usable, true);
      assert.deepEqual(await session.query("SELECT 2 AS a"), [{ a: 2 }]);
    });

    test("the tool's tables can be made, written and read", async () => {
      const store = createStore(session.dialect, tablesOf(url));
      await session.run([...store.create, ...store.create, store.insertControl()]);
      const runner = {
        run: "abcdefabcdef",
        description: "me",
        appliedBy: "Zoë 😀",
        toolVersion: "1",
      };
      await session.run([store.enter(runner, session.facts.connectionId)]);
      const entry = {
        revision: "r".repeat(255),
        position: 1,
        parents: ["a", "b'"],
        depends: [],
        label: undefined,
        name: "ünïcode \\ 'q'",
        checksum: "v1:00",
        state: "applied" as const,
        downgrade: "DROP TABLE `x`; -- \\ ' \" \n",
        appliedBy: runner.appliedBy,
        toolVersion: "1",
      };
      const { elapsed } = session.dialect.store;
      await runAll(
        session,
        elapsed!.start!,
        "DO SLEEP(0.05)",
        store.record(entry, 1, elapsed!.milliseconds).text,
      );
      const journal = {
        revision: entry.revision,
        direction: "upgrade" as const,
        statement: 0,
        run: runner.run,
        hash: "h",
        class: "ddl",
        state: "started" as const,
        digest: "{}",
        error: undefined,
      };
      await session.run([
        store.startStatement(journal, 1),
        store.finishStatement({ ...journal, state: "done" }, 1),
      ]);
      const state = store.parse(await session.run(store.read));
      const [read] = state.entries;
      assert.deepEqual([read?.revision, read?.parents, read?.name, read?.appliedBy], [
        entry.revision,
        entry.parents,
        entry.name,
        entry.appliedBy,
      ]);
      assert.match(read!.appliedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok(Math.abs(Date.parse(read!.appliedAt) - Date.now()) < 60_000);
      assert.ok(read!.durationMs >= 50 && read!.durationMs < 5000, String(read!.durationMs));
      assert.equal(state.journal[0]?.state, "done");
      assert.equal(state.control?.epoch, 1);
      const [[downgrade] = []] = await session.run([store.readDowngrade(entry.revision)]);
      assert.equal(downgrade?.["downgrade"], entry.downgrade);
      await assert.rejects(
        session.run([store.startStatement({ ...journal, statement: 1 }, 7)]),
        StatementError,
      );
    });
  });

  describe(`sql_mode on ${server.name}`, () => {
    const modes = ["", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"];
    if (server.name === "mariadb") {
      modes.push("ORACLE", "EMPTY_STRING_IS_NULL", "ORACLE,EMPTY_STRING_IS_NULL");
    }
    let url: string;
    let own: string;

    before(async () => {
      url = await server.createDatabase();
      const [row] = await query(url, "SELECT @@GLOBAL.sql_mode AS mode");
      own = String(row?.["mode"]);
    });
    after(async () => {
      await query(url, `SET GLOBAL sql_mode = '${own}'`);
      await server.dropDatabase(url);
    });

    for (const mode of modes) {
      test(`'${mode}' splits, quotes and stores as the server reads`, async () => {
        await query(url, `SET GLOBAL sql_mode = '${mode}'`);
        await using session = await open(url);
        const { dialect } = session;
        const value = "a\\b ' \" ; c";
        const empty = await session.query("SELECT ? AS v, ? AS e", [value, ""]);
        assert.deepEqual(empty, [{ v: value, e: "" }]);
        const ansi = /ANSI_QUOTES|ORACLE/.test(mode);
        const script = [
          mode.includes("NO_BACKSLASH_ESCAPES") ? "SELECT 'x\\' AS a" : "SELECT 'x\\';' AS a",
          ansi ? 'SELECT 1 AS "a;b"' : 'SELECT "a;b" AS b',
          "SELECT 2 AS `c;d`",
        ];
        const statements = [...dialect.split([script.join(";\n")])];
        assert.deepEqual(statements.map(({ text }) => text), script);
        await session.run(statements);
        const store = createStore(dialect, tablesOf(url));
        await session.run([...store.create, ...store.read]);
      });
    }
  });
}
