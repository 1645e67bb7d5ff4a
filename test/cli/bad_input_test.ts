import assert from "node:assert/strict";
import { chmodSync, chownSync, copyFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import process from "node:process";
import { describe, test } from "node:test";
import { binary, openScratch, type Scratch } from "../faults/scratch.ts";
import { type Expected, good, header, openApplied, refuses } from "./refuses.ts";

describe("a migration file that cannot be read", () => {
  const cases: Readonly<
    Record<string, { files: Readonly<Record<string, string | Uint8Array>>; expected: Expected }>
  > = {
    "an empty one": {
      files: { "0002_empty.sql": "" },
      expected: { code: 2, says: [/migrations\/0002_empty\.sql.*empty/], hint: /mend or remove/ },
    },
    "one of blanks": {
      files: { "0002_blank.sql": " \n\n" },
      expected: { code: 2, says: [/migrations\/0002_blank\.sql.*empty/], hint: /mend or remove/ },
    },
    "a binary one": {
      files: { "0002_binary.sql": new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0]) },
      expected: {
        code: 2,
        says: [/0002_binary\.sql": it is not text \(a NUL byte\)/],
        hint: /mend/,
      },
    },
    "one that is not UTF-8": {
      files: { "0002_latin.sql": Buffer.from("-- upgrade\n-- caf\xe9\nSELECT 1;\n", "latin1") },
      expected: {
        code: 2,
        says: [/it is not UTF-8/, /at migrations\/0002_latin\.sql:2/],
        hint: /mend/,
      },
    },
    "one whose header has a wrong revision": {
      files: {
        "0002_header.sql": "-- revision: not a revision!\n-- parents:\n\n-- upgrade\nSELECT 1;\n",
      },
      expected: { code: 2, says: [/revision/, /0002_header\.sql:1/], hint: /\w/ },
    },
    "one whose name says another revision": {
      files: {
        "20260101_0000-aaaaaaaaaaaa_x.sql": `${header("bbbbbbbbbbbb", "0001_users")}SELECT 1;`,
      },
      expected: {
        code: 2,
        says: [/its name says aaaaaaaaaaaa, its header bbbbbbbbbbbb/],
        hint: /make both the same/,
      },
    },
    "two with one revision": {
      files: {
        "20260101_0000-aaaaaaaaaaaa_x.sql": `${header("aaaaaaaaaaaa", "0001_users")}SELECT 1;`,
        "20260102_0000-aaaaaaaaaaaa_y.sql": `${header("aaaaaaaaaaaa", "0001_users")}SELECT 2;`,
      },
      expected: { code: 2, says: [/aaaaaaaaaaaa/, /_x\.sql/, /_y\.sql/], hint: /\w/ },
    },
    "one whose parent is missing": {
      files: {
        "20260101_0000-aaaaaaaaaaaa_x.sql": `${header("aaaaaaaaaaaa", "cccccccccccc")}SELECT 1;`,
      },
      expected: { code: 2, says: [/aaaaaaaaaaaa_x/, /cccccccccccc/], hint: /\w/ },
    },
    "two that are each other's parents": {
      files: {
        "20260101_0000-aaaaaaaaaaaa_x.sql": `${header("aaaaaaaaaaaa", "bbbbbbbbbbbb")}SELECT 1;`,
        "20260102_0000-bbbbbbbbbbbb_y.sql": `${header("bbbbbbbbbbbb", "aaaaaaaaaaaa")}SELECT 2;`,
      },
      expected: { code: 2, says: [/cycle|each other|round/i, /aaaaaaaaaaaa/], hint: /\w/ },
    },
    "an unterminated string": {
      files: { "0002_open.sql": "CREATE TABLE a (b);\nINSERT INTO a VALUES ('oh);\n" },
      expected: { code: 2, says: [/0002_open\.sql:2/], hint: /\w/ },
    },
    "a transaction of its own": {
      files: { "0002_begin.sql": "CREATE TABLE a (b);\nCOMMIT;\nCREATE TABLE c (d);\n" },
      expected: {
        code: 2,
        says: [/COMMIT.*transaction of its own/, /0002_begin\.sql:2/],
        hint: /remove/,
      },
    },
    "VACUUM inside of a transaction": {
      files: { "0002_vacuum.sql": "CREATE TABLE a (b);\nVACUUM;\n" },
      expected: { code: 2, says: [/VACUUM/, /0002_vacuum\.sql:2/], hint: /transaction: off/ },
    },
    "a section twice": {
      files: { "0002_twice.sql": "-- upgrade\nSELECT 1;\n-- upgrade\nSELECT 2;\n" },
      expected: { code: 2, says: [/stands twice, in lines 1 and 3/], hint: /join/ },
    },
  };
  for (const [name, { files, expected }] of Object.entries(cases)) {
    test(`${name} is refused before anything runs`, async () => {
      using scratch = await openApplied();
      for (const [file, text] of Object.entries(files)) scratch.migration(file, text);
      await refuses(scratch, ["upgrade"], expected);
    });
  }

  test("a link that leaves the folder is refused, and what it names is not read", async () => {
    using scratch = await openApplied();
    scratch.write("secret.sql", "TOP SECRET");
    symlinkSync("../secret.sql", scratch.path("migrations/0002_link.sql"));
    const { stderr } = await refuses(scratch, ["upgrade"], {
      code: 2,
      says: [/0002_link\.sql": the link leaves the migrations folder/],
      hint: /mend or remove/,
    });
    assert.doesNotMatch(stderr, /TOP SECRET/);
  });

  test("a folder that does not exist is named", async () => {
    using scratch = openScratch("bad");
    rmSync(scratch.path("migrations"), { recursive: true });
    await refuses(scratch, ["check", "--offline"], {
      code: 8,
      says: [/Cannot read the folder "migrations": it does not exist/],
      hint: /whimbrel init/,
    });
  });
});

describe("a file that changed after it was applied", () => {
  const edited = good.replace("name TEXT", "name TEXT NOT NULL");

  test("upgrade refuses; status and check report it; putting it back works", async () => {
    using scratch = await openApplied();
    scratch.migration("0001_users.sql", edited);
    await refuses(scratch, ["upgrade"], {
      code: 7,
      says: [/"0001_users" changed after it was applied/, /changed: migrations\/0001_users\.sql/],
      hint: /put the file back.*whimbrel repair/,
    });
    const status = await scratch.run(["status"]);
    assert.equal(status.code, 0);
    assert.match(status.stdout, /0001_users\s+changed/);
    const check = await scratch.run(["check"]);
    assert.equal(check.code, 1);
    assert.match(check.stdout, /changed\s+0001_users changed after it was applied/);
    scratch.migration("0001_users.sql", good);
    assert.equal((await scratch.run(["check"])).code, 0);
    assert.equal((await scratch.run(["upgrade"])).code, 0);
  });

  test("repair asks for a yes, and then accepts it", async () => {
    using scratch = await openApplied();
    scratch.migration("0001_users.sql", edited);
    await refuses(scratch, ["repair"], {
      code: 2,
      says: [/Accepting changed files needs a yes/],
      hint: /--yes/,
    });
    assert.equal((await scratch.run(["repair", "--yes"])).code, 0);
    assert.equal((await scratch.run(["check"])).code, 0);
  });

  test("line ends and a byte order mark are no change", async () => {
    using scratch = await openApplied();
    scratch.migration("0001_users.sql", `\ufeff${good.replaceAll("\n", "\r\n")}`);
    assert.equal((await scratch.run(["check"])).code, 0);
  });
});

describe("a revision without a file", () => {
  async function openMissing(): Promise<Scratch> {
    const scratch = await openApplied();
    scratch.migration(
      "20260101_0000-aaaaaaaaaaaa_pets.sql",
      `${header("aaaaaaaaaaaa", "0001_users")}-- upgrade\nCREATE TABLE pets (a);\n\n` +
        "-- downgrade\nDROP TABLE pets;\n",
    );
    assert.equal((await scratch.run(["upgrade"])).code, 0);
    rmSync(scratch.path("migrations/20260101_0000-aaaaaaaaaaaa_pets.sql"));
    return scratch;
  }
  const other = `${header("bbbbbbbbbbbb", "0001_users")}-- upgrade\nCREATE TABLE b (a);\n`;

  test("status says missing, and upgrade has nothing to do", async () => {
    using scratch = await openMissing();
    assert.match((await scratch.run(["status"])).stdout, /aaaaaaaaaaaa\s+missing/);
    const check = await scratch.run(["check"]);
    assert.equal(check.code, 1);
    assert.match(check.stdout, /missing .*applied but has no file/);
    const { code, stdout } = await scratch.run(["upgrade"]);
    assert.equal(code, 0);
    assert.match(stdout, /Nothing to do/);
  });

  test("with something pending upgrade refuses, and --allow-missing goes on", async () => {
    using scratch = await openMissing();
    scratch.migration("20260102_0000-bbbbbbbbbbbb_b.sql", other);
    await refuses(scratch, ["upgrade"], {
      code: 7,
      says: [/_pets" is applied but has no file here/],
      hint: /downgrade aaaaaaaaaaaa-1.*--allow-missing/,
    });
    const { code, stderr } = await scratch.run(["upgrade", "--allow-missing"]);
    assert.equal(code, 0, stderr);
  });

  test("downgrade undoes it by the script that the history keeps", async () => {
    using scratch = await openMissing();
    const { code, stderr } = await scratch.run(["downgrade", "--yes"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(scratch.query("SELECT name FROM sqlite_schema WHERE name = 'pets'"), []);
    assert.deepEqual(scratch.query("SELECT name FROM whimbrel_migrations"), [{
      name: "0001_users",
    }]);
  });

  test("the downgrade that the hint of upgrade names works", async () => {
    using scratch = await openMissing();
    scratch.migration("20260102_0000-bbbbbbbbbbbb_b.sql", other);
    const { stderr } = await scratch.run(["upgrade"]);
    const words = /whimbrel (downgrade \S+?)`/.exec(stderr)?.[1]?.split(" ") ?? [];
    const { code, stderr: why } = await scratch.run([...words, "--yes"]);
    assert.equal(code, 0, `${words.join(" ")}: ${why}`);
    assert.equal((await scratch.run(["upgrade"])).code, 0);
  });
});

describe("a database that cannot be used", () => {
  test("a file that is not SQLite is left alone", async () => {
    using scratch = openScratch("bad");
    scratch.migration("0001_users.sql", good);
    scratch.write(
      "app.db",
      "this is no database, but it is long enough to be taken for one\n".repeat(99),
    );
    for (const words of [["upgrade"], ["status"]]) {
      await refuses(scratch, words, {
        code: 8,
        says: [/Cannot open "app\.db": the file is not a SQLite database/],
        hint: /nothing was changed/,
      });
    }
  });

  test("a folder that does not exist, and a folder in the file's place", async () => {
    using scratch = openScratch("bad");
    scratch.migration("0001_users.sql", good);
    await refuses(scratch, ["upgrade", "--url", "sqlite://no/such/app.db"], {
      code: 8,
      says: [/Cannot make "no\/such\/app\.db": its folder does not exist/],
      hint: /mkdir -p no\/such/,
    });
    await refuses(scratch, ["upgrade", "--url", "sqlite://migrations"], {
      code: 8,
      says: [/Cannot open "migrations": it is a folder/],
      hint: /name a file/,
    });
  });

  const nobody = process.getuid?.() === 0
    ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    : [];
  for (const what of ["file", "folder"]) {
    test(`a read-only ${what}: 8, and reading still works`, async () => {
      using scratch = await openApplied();
      scratch.migration("0002_more.sql", "CREATE TABLE more (a);\n");
      // Rights do not bind root, who runs it as somebody else; elsewhere the project is one's own.
      const own = scratch.path("whimbrel");
      copyFileSync(binary, own);
      chmodSync(own, 0o755);
      if (nobody.length > 0) {
        for (const name of ["", "app.db", "migrations"]) {
          chownSync(scratch.path(name), 65534, 65534);
        }
      }
      chmodSync(scratch.path("app.db"), what === "file" ? 0o444 : 0o644);
      chmodSync(scratch.folder, what === "folder" ? 0o555 : 0o755);
      const command = [...nobody, own];
      try {
        await refuses(scratch, ["upgrade"], {
          code: 8,
          says: [/Cannot write to "app\.db": it is read-only/],
          hint: /file and its folder must be writable/,
        }, { command });
        const status = await scratch.run(["status"], { command });
        assert.equal(status.code, 0, status.stderr);
        assert.match(status.stdout, /1 applied, 1 pending/);
      } finally {
        chmodSync(scratch.folder, 0o755);
      }
    });
  }

  test("a history of a newer format is refused and not written to", async () => {
    using scratch = await openApplied();
    scratch.migration("0002_more.sql", "CREATE TABLE more (a);\n");
    const database = scratch.open();
    database.exec("UPDATE whimbrel_control SET format = 99");
    database.close();
    for (const words of [["upgrade"], ["status"], ["downgrade", "--yes"], ["stamp", "head"]]) {
      await refuses(scratch, words, {
        code: 8,
        says: [/its format is 99, and this release knows \d/],
        hint: /a newer one/,
      });
    }
  });

  test("no database at all", async () => {
    using scratch = openScratch("bad");
    scratch.migration("0001_users.sql", good);
    const expected = { code: 8, says: [/No database is named/], hint: /DATABASE_URL/ };
    await refuses(scratch, ["upgrade"], expected, { env: { DATABASE_URL: "" } });
  });
});

describe("a statement that fails", () => {
  for (const [name, end] of Object.entries({ "LF": "\n", "CRLF": "\r\n" })) {
    test(`in the middle of a file with ${name}: its line and its words are named`, async () => {
      using scratch = await openApplied();
      const lines = [
        "-- upgrade",
        "CREATE TABLE fine (a);",
        "",
        "/* two",
        "   lines */",
        "INSERT INTO",
        "  nowhere",
        "VALUES (1);",
        "CREATE TABLE never (a);",
        "",
      ];
      scratch.migration("0002_fails.sql", lines.join(end));
      const { code, stderr } = await scratch.run(["upgrade"]);
      assert.equal(code, 3, stderr);
      assert.match(
        stderr,
        /Cannot apply "0002_fails": statement 2 of 3 failed: no such table: nowhere/,
      );
      assert.match(stderr, /at migrations\/0002_fails\.sql:6/);
      assert.match(stderr, /\| INSERT INTO/);
      assert.match(stderr, /everything of this migration was rolled back/);
      assert.match(stderr, /hint: mend .*run the command again/);
      assert.deepEqual(scratch.query("SELECT name FROM sqlite_schema WHERE name = 'fine'"), []);
      assert.equal((await scratch.run(["status", "--json"])).code, 0);
    });
  }

  test("downgrade past an irreversible migration is refused before anything runs", async () => {
    using scratch = await openApplied();
    scratch.migration("0002_irreversible.sql", "CREATE TABLE one (a);\n");
    scratch.migration(
      "0003_back.sql",
      "-- upgrade\nCREATE TABLE t (a);\n-- downgrade\nDROP TABLE t;\n",
    );
    assert.equal((await scratch.run(["upgrade"])).code, 0);
    await refuses(scratch, ["downgrade", "base", "--yes"], {
      code: 2,
      says: [/"0002_irreversible" has no downgrade; nothing was changed/],
      hint: /whimbrel downgrade 0002_irreversible/,
    });
  });
});

describe("names that are not words", () => {
  const strange = `we"ird; DROP 🐦 'x'`;
  const quoted = `"${strange.replaceAll('"', '""')}"`;

  test("tables, files and paths with quotes, spaces, semicolons and emoji", async () => {
    using scratch = openScratch("bad");
    const revision = "aaaaaaaaaaaa";
    scratch.write(
      `my ${strange}/20260101_0000-${revision}_${strange}.sql`,
      `${
        header(revision)
      }-- upgrade\nCREATE TABLE ${quoted} (${quoted} TEXT DEFAULT 'a;b''🐦');\n` +
        `INSERT INTO ${quoted} DEFAULT VALUES;\n\n-- downgrade\nDROP TABLE ${quoted};\n`,
    );
    scratch.write(
      "whimbrel.json",
      JSON.stringify({ dir: `my ${strange}`, tables: { history: `${strange} history` } }),
    );
    const env = { DATABASE_URL: `sqlite://my ${strange}.db` };
    const up = await scratch.run(["upgrade"], { env });
    assert.equal(up.code, 0, up.stderr);
    const rows = scratch.query(`SELECT ${quoted} AS v FROM ${quoted}`, `my ${strange}.db`);
    assert.equal(rows.length, 1);
    const status = await scratch.run(["status", "--json"], { env });
    assert.equal(JSON.parse(status.stdout).migrations[0].state, "applied");
    const down = await scratch.run(["downgrade", "--yes"], { env });
    assert.equal(down.code, 0, down.stderr);
  });
});

describe("words that are not known", () => {
  const cases: Readonly<Record<string, readonly [readonly string[], readonly RegExp[]]>> = {
    "a command": [["upgrad"], [/unknown command 'upgrad'/, /Did you mean upgrade\?/]],
    "an option": [["upgrade", "--lock-timout", "3s"], [
      /unknown option/,
      /Did you mean --lock-timeout\?/,
    ]],
    "a duration": [["upgrade", "--lock-timeout", "soon"], [/"soon" is no duration/, /30s/]],
    "a target": [["upgrade", "0001_user5"], [/0001_user5/, /0001_users/]],
    "a revision to stamp": [["stamp", "0001_user5"], [/0001_user5/, /0001_users/]],
    "a kind of database": [["status", "--url", "postgers://u@h/d"], [/postgers/, /postgres/]],
  };
  for (const [name, [words, says]] of Object.entries(cases)) {
    test(`${name} is refused with the nearest one`, async () => {
      using scratch = await openApplied();
      const code = name === "a kind of database" ? 8 : 2;
      await refuses(scratch, words, { code, says, hint: /\w/ });
    });
  }
});

describe("a password in --url", () => {
  const password = "s3cr3t%2Fp%40ss";
  const urls = [
    `postgres://u:${password}@127.0.0.1:1/d`,
    `postgres://u@127.0.0.1:1/d?password=${password}`,
    `mysql://u:${password}@127.0.0.1:1/d`,
    `postgers://u:${password}@h/d`,
    `postgres://u:${password}@[bad/d`,
    `postgres://u:${password}@127.0.0.1:1/d?sslmode=nonsense`,
    `mysql://u:${password}@127.0.0.1:1/d?ssl-mode=nonsense`,
    `sqlite://u:${password}@h/app.db?mode=nonsense`,
  ];
  for (const url of urls) {
    test(`${url.replace(password, "***")} never prints it`, async () => {
      using scratch = openScratch("bad");
      scratch.migration("0001_users.sql", good);
      scratch.write("whimbrel.json", JSON.stringify({ connectTimeout: "2s" }));
      for (const words of [["status"], ["status", "--json"], ["upgrade"]]) {
        const { code, stdout, stderr } = await scratch.run([...words, "--url", url]);
        assert.notEqual(code, 0);
        assert.notEqual(code, 70, stderr);
        assert.doesNotMatch(`${stdout}${stderr}`, /s3cr3t/);
      }
    });
  }
});

describe("a database that is not there yet", () => {
  test("a run that has nothing to do, or that cannot begin, makes no file", async () => {
    using scratch = openScratch("bad");
    const idle = await scratch.run(["upgrade"]);
    assert.equal(idle.code, 0, idle.stderr);
    scratch.migration("0001_users.sql", "CREATE TABLE a (b);\nCOMMIT;\n");
    await refuses(scratch, ["upgrade"], {
      code: 2,
      says: [/transaction of its own/],
      hint: /remove/,
    });
    assert.deepEqual(readdirSync(scratch.folder), ["migrations"]);
  });
});
