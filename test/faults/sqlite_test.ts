import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import process from "node:process";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openScratch, type Scratch, until } from "./scratch.ts";

/** How often a run is killed. */
const rounds = Number(process.env["WHIMBREL_FAULT_ROUNDS"] ?? 50);

/** Milliseconds for tests whose length is a matter of rounds. */
const long = { timeout: 30_000 + 1000 * rounds };

const tag = (number: number) => String(number).padStart(4, "0");

/** Rows that a migration writes, so that there is something to kill. */
const series = (rows: number) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`;

/**
 * Migrations that each make a table and write their number into `log`, which has no key: one that
 * ran twice is there twice.
 */
function writeMigrations(scratch: Scratch, count: number, rows = 1): void {
  for (let number = 1; number <= count; number++) {
    const first = number === 1 ? "CREATE TABLE log (number INTEGER NOT NULL);\n" : "";
    // What drops a table has a transaction of its own, so that runs are killed between two as well.
    const apart = number % 7 === 0 ? "CREATE TABLE gone (a);\nDROP TABLE gone;\n" : "";
    scratch.migration(
      `${tag(number)}_step.sql`,
      `-- upgrade\n${first}CREATE TABLE t${number} (i INTEGER, v BLOB);\n` +
        `INSERT INTO t${number} ${series(rows)} SELECT i, randomblob(40) FROM n;\n` +
        `INSERT INTO log VALUES (${number});\n${apart}`,
    );
  }
}

/** History, schema and rows must tell the same story. Returns how many migrations are applied. */
function checkTruth(scratch: Scratch, rows = 1): number {
  const database = scratch.open();
  const rowsOf = (sql: string) => database.prepare(sql).all();
  const names = (sql: string) => rowsOf(sql).map(({ name }) => String(name));
  try {
    assert.deepEqual(names("SELECT integrity_check AS name FROM pragma_integrity_check"), ["ok"]);
    const tables = names("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
    if (!tables.includes("whimbrel_migrations")) {
      assert.deepEqual(tables, [], "no history, yet there are tables");
      return 0;
    }
    const applied = names("SELECT name FROM whimbrel_migrations ORDER BY position");
    assert.deepEqual(applied, applied.map((_, index) => `${tag(index + 1)}_step`));
    const made = tables.filter((name) => /^t\d+$/.test(name));
    assert.deepEqual(made, applied.map((_, index) => `t${index + 1}`));
    if (applied.length === 0) return 0;
    const logged = rowsOf("SELECT number FROM log ORDER BY rowid").map(({ number }) => number);
    assert.deepEqual(logged, applied.map((_, index) => index + 1));
    for (const table of made) {
      assert.equal(rowsOf(`SELECT count(*) AS n FROM ${table}`)[0]?.["n"], rows);
    }
    return applied.length;
  } finally {
    database.close();
  }
}

/** Removes the database with its journals. */
function removeDatabase(scratch: Scratch): void {
  for (const end of ["", "-journal", "-wal", "-shm"]) {
    rmSync(scratch.path(`app.db${end}`), { force: true });
  }
}

for (const mode of ["DELETE", "WAL"]) {
  describe(`kill -9 in ${mode} mode`, () => {
    test(`${rounds} runs killed at random moments lose and repeat nothing`, long, async () => {
      using scratch = openScratch("kill");
      const [count, rows] = [400, 50];
      writeMigrations(scratch, count, rows);
      const prepare = () => {
        removeDatabase(scratch);
        scratch.query(`PRAGMA journal_mode = ${mode}`);
      };
      prepare();
      let killed = 0;
      let stages = 0;
      for (let round = 0; round < rounds; round++) {
        const run = scratch.start(["upgrade", "--quiet"]);
        await sleep(15 + Math.random() * 250);
        run.child.kill("SIGKILL");
        const { code, stderr } = await run.ended;
        if (code === undefined) killed++;
        else assert.equal(code, 0, stderr);
        const status = await scratch.run(["status", "--json"]);
        assert.equal(status.code, 0, status.stderr);
        const applied = checkTruth(scratch, rows);
        if (applied > 0 && applied < count) stages++;
        if (applied === count) prepare();
      }
      const last = await scratch.run(["upgrade"]);
      assert.equal(last.code, 0, last.stderr);
      assert.equal(checkTruth(scratch, rows), count);
      assert.equal(scratch.query("PRAGMA journal_mode")[0]?.["journal_mode"], mode.toLowerCase());
      assert.ok(killed > rounds / 4, `only ${killed} of ${rounds} runs were killed`);
      assert.ok(stages > rounds / 10, `only ${stages} of ${rounds} runs were half way`);
      process.stdout.write(`# ${mode}: ${killed} of ${rounds} killed, ${stages} half way\n`);
    });

    test("a transaction larger than the cache is rolled back by whoever comes next", async () => {
      using scratch = openScratch("spill");
      scratch.query(`PRAGMA journal_mode = ${mode}`);
      scratch.migration("0001_step.sql", "CREATE TABLE log (number); INSERT INTO log VALUES (0);");
      assert.equal((await scratch.run(["upgrade"])).code, 0);
      const big = `CREATE TABLE big AS ${series(20_000_000)} SELECT i, randomblob(100) FROM n;`;
      scratch.migration("0002_big.sql", `UPDATE log SET number = 1;\n${big}`);
      const run = scratch.start(["upgrade"]);
      const side = scratch.path(mode === "WAL" ? "app.db-wal" : "app.db-journal");
      await until(() => existsSync(side), 10, "the journal");
      await sleep(700);
      run.child.kill("SIGKILL");
      assert.equal((await run.ended).code, undefined);
      assert.ok(existsSync(side), "a journal is left behind");
      // A reader is the first to come.
      const status = await scratch.run(["status", "--json"]);
      assert.equal(status.code, 0, status.stderr);
      assert.deepEqual(
        JSON.parse(status.stdout).migrations.map(({ state }: { state: string }) => state),
        ["applied", "pending"],
      );
      assert.deepEqual(scratch.query("SELECT number FROM log").map(({ number }) => number), [0]);
    });
  });
}

test("kill -9 during the very first bootstrap leaves nothing or everything", long, async () => {
  using scratch = openScratch("bootstrap");
  writeMigrations(scratch, 3);
  for (let round = 0; round < rounds; round++) {
    removeDatabase(scratch);
    const run = scratch.start(["upgrade", "--quiet"]);
    await sleep(Math.random() * 30);
    run.child.kill("SIGKILL");
    await run.ended;
    if (existsSync(scratch.path("app.db"))) checkTruth(scratch);
    const next = await scratch.run(["upgrade", "--quiet"]);
    assert.equal(next.code, 0, next.stderr);
    assert.equal(checkTruth(scratch), 3);
  }
});

describe("many runs at once", () => {
  for (const mode of ["DELETE", "WAL"]) {
    test(`20 runs on a new ${mode} database apply each migration once and all end with 0`, async () => {
      using scratch = openScratch("many");
      writeMigrations(scratch, 30, 20);
      if (mode === "WAL") scratch.query("PRAGMA journal_mode = WAL");
      const runs = Array.from({ length: 20 }, () => scratch.run(["upgrade"]));
      for (const { code, stderr } of await Promise.all(runs)) assert.equal(code, 0, stderr);
      assert.equal(checkTruth(scratch, 20), 30);
    });
  }

  test("8 runs of steps without a transaction run each statement once", async () => {
    using scratch = openScratch("many-off");
    writeMigrations(scratch, 1);
    const statements = Array.from(
      { length: 40 },
      (_, index) => `CREATE TABLE made${index} (a); INSERT INTO log VALUES (${index + 2}); VACUUM;`,
    );
    scratch.migration(
      "20260101_0000-00000000000b_off.sql",
      `-- revision: 00000000000b\n-- parents: 0001_step\n-- transaction: off\n\n-- upgrade\n${
        statements.join("\n")
      }\n`,
    );
    const runs = Array.from({ length: 8 }, () => scratch.run(["upgrade"]));
    for (const { code, stderr } of await Promise.all(runs)) assert.equal(code, 0, stderr);
    const logged = scratch.query("SELECT number FROM log ORDER BY number");
    assert.deepEqual(
      logged.map(({ number }) => number),
      Array.from({ length: 41 }, (_, i) => i + 1),
    );
    assert.equal(scratch.query("SELECT count(*) AS n FROM whimbrel_journal")[0]?.["n"], 0);
  });
});

describe("a file that another process keeps", () => {
  for (const begin of ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"]) {
    test(`${begin}: exit 6 after the lock timeout, naming what was waited for`, async () => {
      using scratch = openScratch("held");
      writeMigrations(scratch, 2);
      const other = scratch.open();
      other.exec(`CREATE TABLE theirs (a); ${begin}`);
      const started = performance.now();
      const { code, stderr } = await scratch.run(["upgrade", "--lock-timeout", "2s"]);
      const seconds = (performance.now() - started) / 1000;
      assert.equal(code, 6, stderr);
      assert.ok(seconds > 1.9 && seconds < 4, `it waited ${seconds} s`);
      assert.match(stderr, /waiting for another run to end \(1 s\)/);
      assert.match(stderr, /Cannot lock "app\.db": another process kept it for all of 2/);
      assert.match(stderr, /hint: .*--lock-timeout/);
      other.exec("ROLLBACK");
      assert.deepEqual(scratch.query("SELECT name FROM sqlite_schema"), [{ name: "theirs" }]);
    });

    test(`${begin}: waits and goes on once it is released`, async () => {
      using scratch = openScratch("released");
      writeMigrations(scratch, 2);
      const other = scratch.open();
      other.exec(`${begin}`);
      const run = scratch.start(["upgrade", "--lock-timeout", "20s"]);
      await until(() => run.stderr().includes("waiting"), 10, "the wait");
      other.exec("ROLLBACK");
      const { code, stderr } = await run.ended;
      assert.equal(code, 0, stderr);
      assert.equal(checkTruth(scratch), 2);
    });
  }

  test("status exits 6, too, where it cannot even read", async () => {
    using scratch = openScratch("held-status");
    const other = scratch.open();
    other.exec("BEGIN EXCLUSIVE");
    const { code, stderr } = await scratch.run(["status", "--lock-timeout", "300ms"]);
    assert.equal(code, 6, stderr);
  });

  test("a commit waits for a reader in DELETE mode", async () => {
    using scratch = openScratch("reader");
    writeMigrations(scratch, 2);
    const reader = scratch.open();
    reader.exec("CREATE TABLE theirs (a); BEGIN; SELECT * FROM theirs");
    const late = await scratch.run(["upgrade", "--lock-timeout", "500ms"]);
    assert.equal(late.code, 6, late.stderr);
    const run = scratch.start(["upgrade", "--lock-timeout", "20s"]);
    await until(() => run.stderr().includes("waiting"), 10, "the wait");
    reader.exec("COMMIT");
    const { code, stderr } = await run.ended;
    assert.equal(code, 0, stderr);
    reader.exec("DROP TABLE theirs");
    assert.equal(checkTruth(scratch), 2);
  });

  test("an open reader in WAL mode hinders nobody", async () => {
    using scratch = openScratch("wal-reader");
    writeMigrations(scratch, 2);
    const reader = scratch.open();
    reader.exec("PRAGMA journal_mode = WAL; BEGIN; SELECT * FROM sqlite_schema");
    const { code, stderr } = await scratch.run(["upgrade", "--lock-timeout", "1s"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(reader.prepare("SELECT name FROM sqlite_schema").all(), []);
    reader.exec("COMMIT");
    assert.equal(checkTruth(scratch), 2);
  });

  test("a stopped holder keeps the lock, and carries on when it is continued", async () => {
    using scratch = openScratch("stopped");
    writeMigrations(scratch, 200, 2000);
    const holder = scratch.start(["upgrade", "--quiet"]);
    await until(() => existsSync(scratch.path("app.db-journal")), 10, "the holder's journal");
    holder.child.kill("SIGSTOP");
    const other = scratch.start(["upgrade", "--lock-timeout", "1s"]);
    const waited = await other.ended;
    // The holder may have been stopped between two transactions; the other one then does the work.
    assert.ok(waited.code === 6 || waited.code === 0, waited.stderr);
    holder.child.kill("SIGCONT");
    const { code, stderr } = await holder.ended;
    assert.equal(code, 0, stderr);
    assert.equal(checkTruth(scratch, 2000), 200);
  });
});

describe("an interrupted run", () => {
  test("SIGINT stops between two migrations with 130, and the next run carries on", async () => {
    using scratch = openScratch("sigint");
    const [count, rows] = [2000, 20];
    writeMigrations(scratch, count, rows);
    const run = scratch.start(["upgrade", "--quiet"]);
    await until(() => existsSync(scratch.path("app.db-journal")), 10, "the first transaction");
    await sleep(100);
    run.child.kill("SIGINT");
    const { code, stderr } = await run.ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /Interrupted; what was not committed was rolled back/);
    assert.match(stderr, /hint: run the command again/);
    const applied = checkTruth(scratch, rows);
    assert.ok(applied > 0 && applied < count, `${applied} of ${count} were applied`);
    const next = await scratch.run(["upgrade", "--quiet"]);
    assert.equal(next.code, 0, next.stderr);
    assert.equal(checkTruth(scratch, rows), count);
  });

  test("SIGINT stops within a migration of many statements, which is rolled back", async () => {
    using scratch = openScratch("sigint-within");
    writeMigrations(scratch, 1);
    const slow = Array.from(
      { length: 500 },
      (_, index) => `CREATE TABLE slow${index} AS ${series(100_000)} SELECT i FROM n;`,
    );
    scratch.migration("0002_slow.sql", slow.join("\n"));
    const run = scratch.start(["upgrade", "--quiet"]);
    await until(() => existsSync(scratch.path("app.db-journal")), 10, "the first transaction");
    await sleep(300);
    const asked = performance.now();
    run.child.kill("SIGINT");
    const { code, stderr } = await run.ended;
    assert.equal(code, 130, stderr);
    assert.ok(performance.now() - asked < 2000, "it stops soon");
    assert.equal(checkTruth(scratch), 1);
  });

  test("a second SIGINT ends the process at once", async () => {
    using scratch = openScratch("sigint-twice");
    writeMigrations(scratch, 1);
    scratch.migration(
      "20260101_0000-00000000000b_slow.ts",
      `// revision: 00000000000b\n// parents: 0001_step\n` +
        `export async function upgrade(op) {\n  await op.execute("INSERT INTO log VALUES (2)");\n` +
        `  console.log("waiting");\n  await new Promise((resolve) => setTimeout(resolve, 60_000));\n}\n`,
    );
    const run = scratch.start(["upgrade"]);
    await until(() => run.stderr().includes("waiting"), 10, "the script");
    run.child.kill("SIGINT");
    await sleep(200);
    const asked = performance.now();
    run.child.kill("SIGINT");
    const { code } = await run.ended;
    assert.equal(code, 130);
    assert.ok(performance.now() - asked < 2000, "it ends at once");
    assert.equal(checkTruth(scratch), 1);
  });

  const rewrites = {
    stamp: { words: ["stamp", "head"], before: 0, after: 3 },
    "stamp base": { words: ["stamp", "base", "--yes"], before: 3, after: 0 },
    repair: { words: ["repair", "--yes"], before: 3, after: 3 },
  };
  for (const [name, { words, before, after }] of Object.entries(rewrites)) {
    test(
      `kill -9 during "${name}" leaves the history as it was or as it should be`,
      long,
      async () => {
        using scratch = openScratch("rewrite");
        writeMigrations(scratch, 3);
        const count = () => {
          const [row] = scratch.query(
            "SELECT count(*) AS n, count(DISTINCT checksum) AS sums FROM whimbrel_migrations",
          );
          return Number(row?.["n"]);
        };
        for (let round = 0; round < Math.ceil(rounds / 3); round++) {
          removeDatabase(scratch);
          writeMigrations(scratch, 3);
          const first = await scratch.run(
            before === 0 ? ["stamp", "base"] : ["upgrade", "--quiet"],
          );
          assert.equal(first.code, 0, first.stderr);
          if (name === "repair") writeMigrations(scratch, 3, 2);
          const run = scratch.start(words);
          await sleep(Math.random() * 35);
          run.child.kill("SIGKILL");
          await run.ended;
          if (before !== 0) assert.ok([before, after].includes(count()), `${count()} rows`);
          const next = await scratch.run(words);
          assert.equal(next.code, 0, next.stderr);
          assert.equal(count(), after);
          const check = await scratch.run(["check", "--json"]);
          const kinds = JSON.parse(check.stdout).findings.map(({ kind }: { kind: string }) => kind);
          assert.ok(!kinds.includes("changed") && !kinds.includes("interrupted"), check.stdout);
        }
      },
    );
  }
});

describe("a transaction that ends by itself", () => {
  const culprits = {
    "INSERT OR ROLLBACK": "INSERT OR ROLLBACK INTO log (rowid, number) VALUES (1, 3);",
    "RAISE(ROLLBACK)":
      "CREATE TRIGGER no BEFORE INSERT ON log BEGIN SELECT RAISE(ROLLBACK, 'not today'); END;\n" +
      "INSERT INTO log VALUES (3);",
  };
  for (const [name, sql] of Object.entries(culprits)) {
    for (const applied of [0, 1]) {
      test(`${name} takes its own migration along, and nothing else (${applied} before)`, async () => {
        using scratch = openScratch("ends");
        if (applied > 0) {
          writeMigrations(scratch, applied);
          assert.equal((await scratch.run(["upgrade"])).code, 0);
        }
        writeMigrations(scratch, 4);
        scratch.migration(
          "0003_step.sql",
          `CREATE TABLE t3 (i);\n${sql}\nCREATE TABLE after_it (a);\nINSERT INTO log VALUES (99);\n`,
        );
        const { code, stdout, stderr } = await scratch.run(["upgrade"]);
        assert.equal(code, 3, stderr);
        assert.match(
          stderr,
          /Cannot apply "0003_step": statement \d of \d failed: .*ended the whole/,
        );
        assert.match(stderr, /at migrations\/0003_step\.sql:\d/);
        assert.match(stdout, /applied 0002_step/);
        assert.doesNotMatch(stdout, /0003|0004/);
        assert.equal(checkTruth(scratch), 2);
      });
    }
  }

  test("in a single transaction it takes everything along", async () => {
    using scratch = openScratch("single");
    writeMigrations(scratch, 3);
    scratch.migration("0003_step.sql", `${culprits["INSERT OR ROLLBACK"]}\nCREATE TABLE x (a);`);
    const { code, stdout, stderr } = await scratch.run(["upgrade", "--single-transaction"]);
    assert.equal(code, 3, stderr);
    assert.doesNotMatch(stdout, /applied/);
    assert.equal(checkTruth(scratch), 0);
  });

  test("a full disk stops the migration that met it, and those before it stay", async (t) => {
    using scratch = openScratch("full");
    if (process.getuid?.() !== 0) return t.skip("mounting a small disk needs root");
    const disk = scratch.path("disk");
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=600k", "tmpfs", disk]);
    assert.equal(mounted.status, 0, String(mounted.stderr));
    const env = { DATABASE_URL: "sqlite://disk/app.db" };
    try {
      scratch.migration("0001_step.sql", "CREATE TABLE log (number); INSERT INTO log VALUES (1);");
      scratch.migration(
        "0002_fill.sql",
        `CREATE TABLE fill (v);\nINSERT INTO fill ${
          series(5000)
        } SELECT randomblob(1000) FROM n;\n` +
          "INSERT INTO log VALUES (2);\n",
      );
      scratch.migration("0003_step.sql", "INSERT INTO log VALUES (3);");
      const { code, stderr } = await scratch.run(["upgrade"], { env });
      assert.equal(code, 3, stderr);
      assert.match(
        stderr,
        /Cannot apply "0002_fill": statement 2 of 3 failed: database or disk is full/,
      );
      assert.match(stderr, /migrations\/0002_fill\.sql:2/);
      const rows = (sql: string) => scratch.query(sql, "disk/app.db");
      assert.deepEqual(rows("SELECT number FROM log"), [{ number: 1 }]);
      assert.deepEqual(rows("SELECT name FROM whimbrel_migrations"), [{ name: "0001_step" }]);
      assert.deepEqual(rows("SELECT name FROM sqlite_schema WHERE name = 'fill'"), []);

      spawnSync("sh", ["-c", `rm ${disk}/app.db*; cat /dev/zero > ${disk}/rest`]);
      const bootstrap = await scratch.run(["upgrade"], { env });
      assert.equal(bootstrap.code, 8, bootstrap.stderr);
      assert.match(bootstrap.stderr, /disk is full/);
      rmSync(`${disk}/rest`);
      scratch.migration("0002_fill.sql", "INSERT INTO log VALUES (2);");
      const mended = await scratch.run(["upgrade"], { env });
      assert.equal(mended.code, 0, mended.stderr);
    } finally {
      assert.equal(spawnSync("umount", [disk]).status, 0);
    }
  });
});

describe("steps without a transaction", () => {
  const statements = [
    "PRAGMA foreign_keys = OFF",
    "CREATE TABLE made (a)",
    "INSERT INTO log VALUES (2)",
    "VACUUM",
    "ALTER TABLE made ADD COLUMN b",
    "UPDATE log SET number = number * 10",
    "PRAGMA journal_mode = WAL",
    "INSERT INTO log VALUES (3)",
    "DROP TABLE made",
    "CREATE TABLE made (c)",
    "CREATE INDEX made_c ON made (c)",
    "INSERT INTO log VALUES (4)",
  ];
  const write = (scratch: Scratch) => {
    scratch.migration("0001_log.sql", "CREATE TABLE log (number); INSERT INTO log VALUES (1);");
    scratch.migration(
      "20260101_0000-00000000000b_off.sql",
      "-- revision: 00000000000b\n-- parents: 0001_log\n-- transaction: off\n\n-- upgrade\n" +
        statements.map((text) => `${text};\n`).join(""),
    );
  };
  const check = (scratch: Scratch) => {
    const logged = scratch.query("SELECT number FROM log ORDER BY rowid");
    assert.deepEqual(logged.map(({ number }) => number), [10, 20, 3, 4]);
    assert.deepEqual(scratch.query("SELECT name FROM pragma_table_info('made')"), [{ name: "c" }]);
    assert.deepEqual(scratch.query("SELECT count(*) AS n FROM whimbrel_journal"), [{ n: 0 }]);
    assert.deepEqual(
      scratch.query("SELECT name FROM whimbrel_migrations ORDER BY position").map(({ name }) =>
        name
      ),
      ["0001_log", "20260101_0000-00000000000b_off"],
    );
    assert.deepEqual(scratch.query("PRAGMA journal_mode"), [{ journal_mode: "wal" }]);
  };

  test("killed after every statement in turn, each runs exactly once", async () => {
    using scratch = openScratch("boundary");
    write(scratch);
    const script = new URL("./kill_at.ts", import.meta.url).pathname;
    const recorded = statements.filter((text) => !text.startsWith("PRAGMA")).length;
    // The first migration's own statements are one round trip.
    for (let at = 1; at <= recorded + 1; at++) {
      removeDatabase(scratch);
      const killed = await scratch.run([String(at)], { command: [process.execPath, script] });
      assert.equal(killed.code, undefined, `${at}: ${killed.stderr}`);
      const resumed = await scratch.run(["upgrade"]);
      assert.equal(resumed.code, 0, `${at}: ${resumed.stderr}`);
      check(scratch);
    }
  });

  test("killed again and again on the way, each runs exactly once", async () => {
    using scratch = openScratch("again");
    write(scratch);
    const script = new URL("./kill_at.ts", import.meta.url).pathname;
    let kills = 0;
    for (;; kills++) {
      // Statements that ran in an earlier run count, too, so each run gets one further.
      const words = [String(kills + 2)];
      const { code, stderr } = await scratch.run(words, { command: [process.execPath, script] });
      if (code !== undefined) {
        assert.equal(code, 0, stderr);
        break;
      }
      assert.ok(kills < 50, "every run gets further");
    }
    assert.ok(kills >= 4, `killed ${kills} times`);
    check(scratch);
  });

  test(`killed at ${rounds} random moments, each runs exactly once`, long, async () => {
    using scratch = openScratch("random");
    write(scratch);
    for (let round = 0; round < rounds; round++) {
      removeDatabase(scratch);
      const run = scratch.start(["upgrade"]);
      await sleep(5 + Math.random() * 40);
      run.child.kill("SIGKILL");
      await run.ended;
      const next = await scratch.run(["upgrade"]);
      assert.equal(next.code, 0, next.stderr);
      check(scratch);
    }
  });
});

describe("foreign keys", () => {
  test("a deferred violation is found at COMMIT and blamed on its migration alone", async () => {
    using scratch = openScratch("deferred");
    writeMigrations(scratch, 3);
    scratch.migration(
      "0002_step.sql",
      "CREATE TABLE p (id INTEGER PRIMARY KEY);\n" +
        "CREATE TABLE c (p REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);\n" +
        "INSERT INTO c VALUES (99);\n",
    );
    const { code, stdout, stderr } = await scratch.run(["upgrade"]);
    assert.equal(code, 3, stderr);
    assert.match(stderr, /Cannot apply "0002_step": .*FOREIGN KEY constraint failed/);
    assert.match(stderr, /rolled back: 0002_step/);
    assert.match(stdout, /applied 0001_step/);
    assert.equal(checkTruth(scratch), 1);
  });

  const family = "CREATE TABLE p (id INTEGER PRIMARY KEY);\n" +
    "CREATE TABLE c (p INTEGER REFERENCES p (id) ON DELETE CASCADE);\n" +
    "INSERT INTO p VALUES (1), (2);\nINSERT INTO c VALUES (1), (2);\n";
  const rebuild = "CREATE TABLE p_new (id INTEGER PRIMARY KEY, extra TEXT);\n" +
    "INSERT INTO p_new (id) SELECT id FROM p;\nDROP TABLE p;\nALTER TABLE p_new RENAME TO p;\n";
  const pragmas = `PRAGMA foreign_keys = OFF;\n${rebuild}PRAGMA foreign_keys = ON;\n`;
  for (const [name, sql] of Object.entries({ "a rebuild": rebuild, "its pragmas": pragmas })) {
    test(`${name}: children keep their rows, and keys hold afterwards`, async () => {
      using scratch = openScratch("rebuild");
      scratch.migration("0001_family.sql", family);
      scratch.migration("0002_rebuild.sql", sql);
      scratch.migration("0003_cascade.sql", "DELETE FROM p WHERE id = 2;\n");
      const { code, stderr } = await scratch.run(["upgrade"]);
      assert.equal(code, 0, stderr);
      assert.deepEqual(scratch.query("SELECT p FROM c"), [{ p: 1 }]);
      assert.deepEqual(scratch.query("PRAGMA foreign_key_check"), []);
    });
  }

  test("a rebuild that loses parents is refused with the rows named", async () => {
    using scratch = openScratch("loses");
    scratch.migration("0001_family.sql", family);
    scratch.migration("0002_rebuild.sql", rebuild.replace("FROM p;", "FROM p WHERE id = 1;"));
    scratch.migration("0003_never.sql", "CREATE TABLE never (a);\n");
    const { code, stderr } = await scratch.run(["upgrade"]);
    assert.equal(code, 3, stderr);
    assert.match(stderr, /Cannot apply "0002_rebuild": it would leave rows that refer to nothing/);
    assert.match(stderr, /row 2 of "c" refers to a missing row of "p"/);
    assert.match(stderr, /hint: delete or mend these rows/);
    assert.deepEqual(scratch.query("SELECT id FROM p"), [{ id: 1 }, { id: 2 }]);
    assert.deepEqual(scratch.query("SELECT name FROM sqlite_schema WHERE name = 'never'"), []);
  });

  test("what a step without a transaction switches off is on again for the next one", async () => {
    using scratch = openScratch("switched-off");
    scratch.migration("0001_family.sql", family);
    scratch.migration(
      "20260101_0000-00000000000b_off.sql",
      "-- revision: 00000000000b\n-- parents: 0001_family\n-- transaction: off\n\n-- upgrade\n" +
        "PRAGMA foreign_keys = OFF;\nCREATE TABLE other (a);\n",
    );
    scratch.migration(
      "20260102_0000-00000000000c_on.sql",
      "-- revision: 00000000000c\n-- parents: 00000000000b\n\n-- upgrade\nDELETE FROM p;\n",
    );
    const { code, stderr } = await scratch.run(["upgrade"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(scratch.query("SELECT p FROM c"), []);
  });

  test("violations that were there before do not stand in the way", async () => {
    using scratch = openScratch("before");
    const database = scratch.open();
    database.exec(`PRAGMA foreign_keys = OFF; ${family} INSERT INTO c VALUES (77);`);
    database.close();
    scratch.migration("0001_rebuild.sql", rebuild);
    const { code, stderr } = await scratch.run(["upgrade"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(scratch.query("SELECT p FROM c"), [{ p: 1 }, { p: 2 }, { p: 77 }]);
  });
});

test("a broken file is named, and is no bug of the tool's", async () => {
  using scratch = openScratch("malformed");
  writeMigrations(scratch, 30);
  assert.equal((await scratch.run(["upgrade"])).code, 0);
  const bytes = readFileSync(scratch.path("app.db"));
  scratch.write("app.db", bytes.fill(0xff, 4096, 6 * 4096));
  writeMigrations(scratch, 31);
  for (const words of [["status"], ["upgrade"], ["check"], ["stamp", "head"]]) {
    const { code, stderr } = await scratch.run(words);
    assert.equal(code, 8, stderr);
    assert.match(stderr, /Cannot work on "app\.db": database disk image is malformed/);
  }
});
