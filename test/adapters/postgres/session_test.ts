import assert from "node:assert/strict";
import process from "node:process";
import { after, describe, test } from "node:test";
import { generated, type Statement } from "../../../core/statement.ts";
import { type DatabaseServer, type ServerName, useServer } from "../../servers/mod.ts";
import { backendOf, open, run, statementError } from "./database.ts";

const names: readonly ServerName[] = ["postgres15", "postgres18"];

for (const name of names) {
  const server = await useServer(name);
  describe(`a session on ${name}`, { skip: server === undefined }, () => {
    if (server !== undefined) suite(server);
  });
}

function suite(server: DatabaseServer): void {
  const url = server.createDatabase();
  after(async () => await server.dropDatabase(await url));
  const session = async (more = {}) => await open(await url, more);

  test("run() gives each statement its own rows", async () => {
    await using it = await session();
    const results = await run(
      it,
      "CREATE TEMP TABLE t (i int)",
      "SELECT 1 AS a -- a comment",
      "INSERT INTO t VALUES (1), (2)",
      "SELECT i FROM t WHERE false",
      "INSERT INTO t VALUES (3) RETURNING i",
      "DO $$ BEGIN PERFORM 1; END $$",
      "SELECT i FROM t ORDER BY i",
      "UPDATE t SET i = 0",
    );
    assert.deepEqual(results, [
      [],
      [{ a: 1 }],
      [],
      [],
      [{ i: 3 }],
      [],
      [{ i: 1 }, { i: 2 }, { i: 3 }],
      [],
    ]);
    assert.deepEqual(await run(it), []);
    assert.deepEqual(await run(it, "SELECT 1 AS a", "SELECT 2 AS b"), [[{ a: 1 }], [{ b: 2 }]]);
  });

  test("a statement that fails between two rows leaves no holes in the next one's", async () => {
    await using it = await session();
    await statementError(run(it, "SELECT 1 / (3 - g) AS x FROM generate_series(1, 9) AS g"));
    assert.deepEqual(await run(it, "SELECT 7 AS y"), [[{ y: 7 }]]);
  });

  test("values come out exactly", async () => {
    await using it = await session();
    const [row] = await it.query(
      "SELECT $1::bigint AS big, 12::bigint AS small, $2::text AS t, $3::bytea AS b, $4::bool AS f, " +
        "$5::timestamptz AT TIME ZONE 'UTC' AS at, '{\"a\": [1]}'::jsonb AS j, 1.10::numeric AS n, " +
        "null AS nil",
      [9007199254740993n, "ü'\\", new Uint8Array([0, 255]), false, new Date(1)],
    );
    assert.deepEqual({ ...row, b: [...row!["b"] as Uint8Array] }, {
      big: 9007199254740993n,
      small: 12,
      t: "ü'\\",
      b: [0, 255],
      f: false,
      at: "1970-01-01 00:00:00.001",
      j: { a: [1] },
      n: "1.10",
      nil: null,
    });
  });

  test("literal() and quote() survive the round trip", async () => {
    await using it = await session();
    const { literal, quote } = it.dialect;
    const values = ["", "o'clock", "back\\slash", "\\'", "{}; --", "😀\n\t", "$$"];
    for (const value of values) {
      const [rows] = await run(it, `SELECT ${literal(value)} AS ${quote(`a"${value || "b"}`)}`);
      assert.deepEqual(rows, [{ [`a"${value || "b"}`]: value }]);
    }
    const bytes = new Uint8Array([0, 39, 92, 255]);
    const [rows] = await run(it, `SELECT ${literal(bytes)} AS b, ${literal(-5n)} AS n`);
    assert.deepEqual([...rows![0]!["b"] as Uint8Array], [...bytes]);
    assert.equal(rows![0]!["n"], -5);
    assert.throws(() => literal("a\0b"), /NUL/);
  });

  test("an error names its statement, whatever kind it is and wherever it stands", async () => {
    await using it = await session();
    await run(it, "CREATE TABLE numbers (i int PRIMARY KEY, CHECK (i > 0))");
    const kinds = [
      ["selec 1", "42601", 0],
      ["SELECT '😀', /* 😀 */ nope", "42703", 22],
      ["SELECT (1", "42601", 9],
      ["SELECT 1 / 0", "22012", undefined],
      ["INSERT INTO numbers VALUES (-1)", "23514", undefined],
      ["SELECT * FROM missing", "42P01", 14],
      ["DO $$ BEGIN PERFORM 1 / 0; END $$", "22012", undefined],
      ["DO $$ BEGIN EXECUTE 'selec 1'; END $$", "42601", undefined],
      // Its own text is parsed by the server while the statement runs.
      ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ selec 1 $$", "42601", 51],
      ["ALTER TABLE numbers ALTER COLUMN i TYPE text", "42883", undefined],
    ] as const;
    for (const [text, code, offset] of kinds) {
      for (let at = 0; at < 5; at++) {
        for (const frame of [false, true]) {
          const texts = ["SELECT 1", "SELECT 'ü' -- x", "SET work_mem = '4MB'", "SELECT 2"];
          texts.splice(at, 0, text);
          if (frame) texts.unshift("BEGIN");
          const error = await statementError(run(it, ...texts));
          const place = `${text} at ${at}, ${frame ? "in a transaction" : "alone"}`;
          assert.equal(error.serverCode, code, place);
          assert.equal(error.index, at + (frame ? 1 : 0), place);
          assert.equal(error.offset, offset, place);
          assert.equal(error.connectionLost, false, place);
          assert.equal(error.transactionEnded, false, place);
          assert.equal(error.missingTable, code === "42P01", place);
          if (frame) await run(it, "ROLLBACK");
        }
      }
    }
  });

  test("an error has the server's detail and hint", async () => {
    await using it = await session();
    await run(it, "CREATE TEMP TABLE u (i int UNIQUE)", "INSERT INTO u VALUES (1)");
    const error = await statementError(run(it, "INSERT INTO u VALUES (1)"));
    assert.match(
      error.message,
      /^duplicate key .*\n {2}detail: Key \(i\)=\(1\) already exists\.$/s,
    );
    const other = await statementError(run(it, "SELECT lenght('a')"));
    assert.match(other.message, /\n {2}hint: No function matches/);
  });

  test("a deferred constraint fails at COMMIT, which ends the transaction", async () => {
    await using it = await session();
    await run(it, "CREATE TABLE d (i int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    const insert = "INSERT INTO d VALUES (1), (1)";
    const error = await statementError(run(it, "BEGIN", insert, "COMMIT", "SELECT 1"));
    assert.equal(error.index, 2);
    assert.equal(error.serverCode, "23505");
    assert.equal(error.transactionEnded, true);
    assert.deepEqual(await run(it, "SELECT count(*) AS n FROM d"), [[{ n: 0 }]]);
  });

  test("a COMMIT that the server answers with ROLLBACK is an error", async () => {
    await using it = await session();
    await statementError(run(it, "BEGIN", "SELECT 1 / 0"));
    const error = await statementError(run(it, "COMMIT"));
    assert.equal(error.transactionEnded, true);
    assert.deepEqual(await run(it, "SELECT 1 AS a"), [[{ a: 1 }]]);
  });

  test("what refuses a transaction runs among other statements", async () => {
    await using it = await session({ lockTimeout: 3000 });
    await run(it, "CREATE TABLE alone (i int)");
    const index = "CREATE INDEX CONCURRENTLY alone_i ON alone (i)";
    const results = await run(it, "SELECT 1 AS a", index, "VACUUM alone", "SELECT 2 AS b");
    assert.deepEqual(results, [[{ a: 1 }], [], [], [{ b: 2 }]]);
    const again = await statementError(run(it, "SELECT 1", index, "SELECT 2"));
    assert.equal(again.index, 1);
    assert.equal(again.serverCode, "42P07");
    const [rows] = await run(it, "SHOW lock_timeout");
    assert.deepEqual(rows, [{ lock_timeout: "3s" }]);
  });

  test("limits() hold until they are given again", async () => {
    await using it = await session({ lockTimeout: 3000 });
    const shown = async () => (await run(it, "SHOW lock_timeout", "SHOW statement_timeout")).flat();
    const limit = async (lockTimeout?: number, statementTimeout?: number) =>
      await it.run(it.dialect.limits!({ lockTimeout, statementTimeout }));
    assert.deepEqual(await shown(), [{ lock_timeout: "3s" }, { statement_timeout: "0" }]);
    await limit(1500, 60_000);
    assert.deepEqual(await shown(), [{ lock_timeout: "1500ms" }, { statement_timeout: "1min" }]);
    await limit();
    assert.deepEqual(await shown(), [{ lock_timeout: "3s" }, { statement_timeout: "0" }]);
  });

  test("a lock that is not free in time is transient", async () => {
    await using holder = await session();
    await using it = await session({ lockTimeout: 100 });
    await run(holder, "CREATE TABLE busy (i int)", "BEGIN", "LOCK TABLE busy");
    const error = await statementError(
      run(it, "BEGIN", "ALTER TABLE busy ADD COLUMN j int", "COMMIT"),
    );
    assert.deepEqual([error.index, error.serverCode, error.transient], [1, "55P03", true]);
    await run(it, "ROLLBACK");
  });

  test("COPY takes lines, and its errors leave the session usable", async () => {
    await using it = await session();
    await run(it, "CREATE TABLE c (i int PRIMARY KEY, t text)");
    const copy = (data: Iterable<string>): Statement => ({
      text: "COPY c FROM STDIN",
      line: 1,
      data,
    });
    const select = generated("SELECT i, t FROM c ORDER BY i");
    const both = await it.run([generated("SELECT 1 AS a"), copy(["1\ta;b\n2\t", "ü\n"]), select]);
    assert.deepEqual(both, [[{ a: 1 }], [], [{ i: 1, t: "a;b" }, { i: 2, t: "ü" }]]);
    const wrong = await statementError(it.run([select, copy(["3\tx\n", "x\ty\n"]), select]));
    assert.deepEqual([wrong.index, wrong.serverCode], [1, "22P02"]);
    assert.match(wrong.message, /COPY c, line 2/);
    // This one is only seen when all lines are there.
    const double = await statementError(it.run([copy(["9\tx\n", "1\ty\n"])]));
    assert.equal(double.serverCode, "23505");
    const missing = await statementError(
      it.run([{ text: "COPY nowhere FROM STDIN", line: 1, data: ["1\n"] }]),
    );
    assert.equal(missing.missingTable, true);
    const broken = it.run([copy((function* () {
      yield "4\tx\n";
      throw new RangeError("the file is gone");
    })())]);
    await assert.rejects(broken, RangeError);
    assert.deepEqual((await it.run([select]))[0]!.length, 2);
    assert.deepEqual(
      await run(it, "COPY c TO STDOUT", "SELECT 1 AS a", "COPY (SELECT 1) TO STDOUT"),
      [[], [{ a: 1 }], []],
    );
  });

  test("COPY of 200 MB takes bounded memory", { timeout: 60_000 }, async () => {
    await using it = await session();
    await run(it, "CREATE UNLOGGED TABLE large (t text)");
    const line = `${"x".repeat(99)}\n`.repeat(100);
    const pieces = 200_000_000 / line.length;
    let most = 0;
    // What is kept counts, not the garbage of this and other tests, where the runtime can tell.
    const { Bun: bun } = globalThis as { Bun?: { gc(now: boolean): void } };
    const memory = () => {
      bun?.gc(true);
      return process.memoryUsage().rss;
    };
    function* lines() {
      for (let piece = 0; piece < pieces; piece++) {
        if (piece % 1000 === 0) most = Math.max(most, memory());
        yield line;
      }
    }
    const before = memory();
    await it.run([{ text: "COPY large FROM STDIN", line: 1, data: lines() }]);
    const [rows] = await run(it, "SELECT count(*) AS n FROM large", "DROP TABLE large");
    assert.deepEqual(rows, [{ n: 2_000_000 }]);
    assert.ok(most - before < 40e6, `${Math.round((most - before) / 1e6)} MB more`);
  });

  test("cancel() interrupts what runs, and nothing when nothing runs", async () => {
    await using it = await session();
    await it.cancel();
    const sleeping = statementError(run(it, "SELECT 1", "SELECT pg_sleep(30)"));
    setTimeout(() => void it.cancel(), 200);
    const error = await sleeping;
    assert.deepEqual([error.index, error.serverCode], [1, "57014"]);
    assert.equal(it.usable, true);
    assert.deepEqual(await run(it, "SELECT 1 AS a"), [[{ a: 1 }]]);
  });

  test("a connection that the server ends is lost once and for all", async () => {
    await using other = await session();
    await using it = await session();
    const pid = await backendOf(it);
    const sleeping = statementError(run(it, "SELECT 1", "SELECT pg_sleep(30)", "SELECT 2"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await run(other, `SELECT pg_terminate_backend(${pid})`);
    const error = await sleeping;
    assert.deepEqual([error.index, error.connectionLost], [1, true]);
    assert.match(error.message, /terminating connection/);
    assert.equal(it.usable, false);
    const next = await statementError(run(it, "SELECT 1"));
    assert.equal(next.connectionLost, true);
    await it.cancel();
  });

  test("a connection that ends while nothing runs is noticed", async () => {
    await using other = await session();
    await using it = await session();
    await run(other, `SELECT pg_terminate_backend(${await backendOf(it)})`);
    for (let waited = 0; it.usable && waited < 5000; waited += 10) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(it.usable, false);
    assert.equal((await statementError(it.query("SELECT $1::int", [1]))).connectionLost, true);
  });

  test("closing a session interrupts what runs in it", async () => {
    await using other = await session();
    const it = await session();
    const pid = await backendOf(it);
    const sleeping = statementError(run(it, "SELECT pg_sleep(30)"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await it[Symbol.asyncDispose]();
    assert.ok(await sleeping);
    for (let tries = 0;; tries++) {
      const [rows] = await run(other, `SELECT 1 FROM pg_stat_activity WHERE pid = ${pid}`);
      if (rows!.length === 0) break;
      assert.ok(tries < 100, "its process still runs");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  test("settings of the role do not leak in", async () => {
    await using admin = await session();
    const role = `limited_${Date.now()}`;
    await run(
      admin,
      `CREATE ROLE ${role} LOGIN PASSWORD 'p%w'`,
      `ALTER ROLE ${role} SET statement_timeout = 100`,
      `ALTER ROLE ${role} SET standard_conforming_strings = off`,
      `ALTER ROLE ${role} SET DateStyle = 'German'`,
      `ALTER ROLE ${role} SET default_transaction_isolation = 'serializable'`,
    );
    try {
      const login = new URL(await url);
      login.username = role;
      login.password = encodeURIComponent("p%w");
      await using it = await open(login.href, { schema: "pg_catalog" });
      const begin = it.dialect.begin;
      const results = await run(
        it,
        "SELECT pg_sleep(0.3) AS slept, 'a\\b' AS text, date '2026-01-13' AS day",
        "SELECT current_schema() AS schema",
        begin,
        "SHOW transaction_isolation",
        "COMMIT",
      );
      assert.deepEqual(results.flat(), [
        { slept: "", text: "a\\b", day: "2026-01-13" },
        { schema: "pg_catalog" },
        { transaction_isolation: "read committed" },
      ]);
    } finally {
      await run(admin, `DROP ROLE ${role}`);
    }
  });

  test("a session that only reads cannot write", async () => {
    await using it = await session({ readOnly: true });
    const error = await statementError(run(it, "CREATE TABLE no (i int)"));
    assert.equal(error.serverCode, "25006");
  });
}
