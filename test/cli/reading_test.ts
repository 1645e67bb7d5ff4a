import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { folder, migration } from "./run.ts";

const line = Object.fromEntries([
  migration("aaaa", "", "users"),
  migration("bbbb", "aaaa", "posts"),
  migration("cccc", "bbbb", "tags"),
]);
const fork = {
  ...Object.fromEntries([migration("aaaa", "", "users"), migration("bbbb", "aaaa", "posts")]),
  "migrations/cccc.sql":
    "-- revision: cccc\n-- parents: aaaa\n-- label: billing\n-- depends: bbbb\n\nSELECT 1;\n",
};
/** Nobody listens at port 1. */
const nowhere = { DATABASE_URL: "postgres://app@127.0.0.1:1/app" };

describe("history", () => {
  test("lists the newest first, with what the database says", async () => {
    using place = folder(line);
    await place.result("upgrade", "bbbb");
    const rows = (await place.result("history")).split("\n").map((row) => row.split(/ {2,}/));
    assert.deepEqual(rows, [
      ["revision", "state", "name"],
      ["cccc", "pending", "cccc", "(head)"],
      ["bbbb", "applied", "bbbb"],
      ["aaaa", "applied", "aaaa"],
    ]);
    const last = (await place.result("history", "-n", "1")).split("\n");
    assert.equal(last.length, 2);
    assert.match(last[1]!, /^cccc/);
  });

  test("gives JSON", async () => {
    using place = folder(line);
    await place.result("upgrade", "+1");
    const { database, migrations } = JSON.parse(await place.result("history", "--json"));
    assert.match(database, /app\.db/);
    assert.deepEqual(migrations.map((one: { revision: string }) => one.revision), [
      "cccc",
      "bbbb",
      "aaaa",
    ]);
    const { appliedAt, ...first } = migrations[2];
    assert.match(appliedAt, /^\d{4}-.*Z$/);
    assert.deepEqual(first, {
      revision: "aaaa",
      name: "aaaa",
      file: "migrations/aaaa.sql",
      parents: [],
      depends: [],
      label: null,
      created: null,
      head: false,
      state: "applied",
      applied: true,
    });
    assert.equal(migrations[0].head, true);
    assert.equal(migrations[0].state, "pending");
    assert.equal(migrations[0].applied, false);
  });

  test("draws the graph, in ASCII where the locale asks for it", async () => {
    using place = folder(fork);
    await place.result("upgrade", "bbbb");
    assert.equal(
      await place.result("history", "--graph"),
      [
        "○    cccc (head, label billing)",
        "│    ↳ depends on bbbb",
        "│ ●  bbbb (head)",
        "├─╯",
        "●    aaaa",
      ].join("\n"),
    );
    using plain = folder(line, { LC_ALL: "C" });
    assert.equal(
      await plain.result("history", "--graph", "--offline", "-n", "1"),
      "*  cccc (head)",
    );
  });

  test("reads the files where no database answers, and says why", async () => {
    for (const [env, why] of [[{}, /No database is named/], [nowhere, /127\.0\.0\.1/]] as const) {
      using place = folder(line, env);
      const { code, stdout, stderr } = await place.run("history", "--json");
      assert.equal(code, 0, stderr);
      assert.match(stderr, /^not known what is applied: /);
      assert.match(stderr, why);
      const { database, migrations } = JSON.parse(stdout);
      assert.equal(database, null);
      assert.deepEqual([migrations[0].applied, migrations[0].state], [null, null]);
    }
    using place = folder(line, nowhere);
    const { stdout, stderr } = await place.run("history", "--offline");
    assert.equal(stderr, "");
    assert.match(stdout, /^revision +name\ncccc +cccc +\(head\)\n/);
  });

  test("knows applied revisions whose file is gone", async () => {
    using place = folder(line);
    await place.result("upgrade");
    rmSync(join(place.cwd, "migrations/cccc.sql"));
    assert.match(await place.result("history"), /^cccc +missing +cccc +\(head, no file\)$/m);
  });

  test("refuses what is no number", async () => {
    using place = folder(line);
    for (const word of ["0", "-1", "x", "1.5"]) {
      const { code, stderr } = await place.run("history", "-n", word);
      assert.equal(code, 2);
      assert.match(stderr, /number from 1 up/);
    }
  });

  test("tells of a missing folder and of a broken one", async () => {
    using none = folder();
    const missing = await none.run("history");
    assert.equal(missing.code, 8);
    assert.match(missing.stderr, /Cannot read the folder "migrations": it does not exist\n.*init/);
    using broken = folder({ "migrations/x.sql": "-- revision: x\n-- parents: y\nSELECT 1;\n" });
    assert.equal((await broken.run("history")).code, 2);
  });
});

describe("heads", () => {
  test("are those that nothing follows, and need no database", async () => {
    using place = folder(fork, nowhere);
    const { code, stdout, stderr } = await place.run("heads");
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "bbbb (head)\ncccc (head, label billing)\n");
    assert.match(stderr, /whimbrel merge/);
    const { heads } = JSON.parse(await place.result("heads", "--json"));
    assert.deepEqual(
      heads.map((
        { revision, label, depends }: Record<string, unknown>,
      ) => [revision, label, depends]),
      [["bbbb", null, []], ["cccc", "billing", ["bbbb"]]],
    );
  });
});

describe("current", () => {
  test("is where the database stands", async () => {
    using place = folder(line);
    const before = await place.run("current");
    assert.deepEqual([before.code, before.stdout], [0, ""]);
    assert.match(before.stderr, /nothing is applied/);
    await place.result("upgrade", "bbbb");
    assert.equal(await place.result("current"), "bbbb");
    assert.match(
      await place.result("current", "--verbose"),
      /^bbbb\n {2}file: {4}migrations\/bbbb\.sql\n {2}parents: aaaa\n {2}applied: \d{4}-.*Z by .+ in \d+ ms$/,
    );
    const { current } = JSON.parse(await place.result("current", "--json"));
    assert.equal(current.length, 1);
    assert.equal(current[0].revision, "bbbb");
    assert.equal(current[0].state, "applied");
    assert.equal(typeof current[0].appliedBy, "string");
    await place.result("upgrade");
    assert.equal(await place.result("current"), "cccc (head)");
  });

  test("needs a database", async () => {
    using place = folder(line, nowhere);
    assert.equal((await place.run("current")).code, 8);
    using none = folder(line, {});
    const { code, stderr } = await none.run("current");
    assert.equal(code, 8);
    assert.match(stderr, /No database is named\nhint: set DATABASE_URL/);
  });
});

describe("show", () => {
  test("prints the header, the state and both directions", async () => {
    using place = folder(line);
    await place.result("upgrade", "bbbb");
    const shown = await place.result("show", "current");
    for (
      const part of [
        /^bbbb\nrevision: +bbbb\nparents: +aaaa\nfollowed by: +cccc\nfile: +migrations\/bbbb\.sql\n/,
        /\nstate: +applied, \d{4}-.* by .+\n/,
        /\nupgrade\n {4}CREATE TABLE posts \(id integer\);\n\ndowngrade\n {4}DROP TABLE posts;$/,
      ]
    ) assert.match(shown, part);
  });

  test("gives JSON", async () => {
    using place = folder(fork);
    const shown = JSON.parse(await place.result("show", "billing@head", "--json"));
    const { checksum, ...rest } = shown;
    assert.match(checksum, /^v1:[0-9a-f]{64}$/);
    assert.deepEqual(rest, {
      revision: "cccc",
      name: "cccc",
      file: "migrations/cccc.sql",
      parents: ["aaaa"],
      depends: ["bbbb"],
      label: "billing",
      created: null,
      head: true,
      state: "pending",
      applied: false,
      appliedAt: null,
      transaction: true,
      dialect: "sqlite",
      reversible: false,
      upgrade: { complete: true, statements: [{ text: "SELECT 1", line: 6 }] },
      downgrade: null,
    });
  });

  test("shows the section of a dialect, without a database", async () => {
    const sections = "-- revision: aaaa\n\n-- upgrade: sqlite\nSELECT 'lite';\n" +
      "-- upgrade: postgres\nSELECT 'post';\n";
    using place = folder({ "migrations/aaaa.sql": sections }, {});
    const lite = await place.result("show", "aaaa", "--dialect", "sqlite", "--offline");
    assert.match(lite, /SELECT 'lite';/);
    assert.doesNotMatch(lite, /post/);
    const raw = await place.run("show", "aaaa", "--offline");
    assert.ok(raw.stdout.endsWith(`\n\n${sections}`), raw.stdout);
    assert.match(raw.stderr, /--dialect/);
    const wrong = await place.run("show", "aaaa", "--dialect", "oracle");
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /There is no dialect "oracle"\nhint: known: sqlite/);
  });

  test("shows what a script does, as far as it is known", async () => {
    using place = folder();
    const file = await place.result("migrate", "-n", "x", "--empty", "--format", "ts");
    const path = join(place.cwd, file);
    const text = readFileSync(path, "utf8").replace(
      /\/\/ await op\.addColumn.*/,
      'await op.execute("SELECT 1; SELECT 2"); await op.query("SELECT 3"); await op.execute("SELECT 4");',
    );
    writeFileSync(path, text);
    const shown = JSON.parse(await place.result("show", "head", "--json"));
    assert.equal(shown.upgrade.complete, false);
    assert.deepEqual(shown.upgrade.statements.map((one: { text: string }) => one.text), [
      "SELECT 1",
      "SELECT 2",
    ]);
    assert.deepEqual(shown.downgrade, { complete: true, statements: [] });
    const refused = JSON.parse(await place.result("show", "head", "--json", "--no-code"));
    assert.deepEqual([refused.upgrade, refused.reversible], [null, null]);
  });

  test("shows the way back of a file that is gone", async () => {
    using place = folder(line);
    await place.result("upgrade");
    rmSync(join(place.cwd, "migrations/cccc.sql"));
    const shown = JSON.parse(await place.result("show", "cccc", "--json"));
    assert.deepEqual([shown.file, shown.state, shown.upgrade], [null, "missing", null]);
    assert.equal(shown.downgrade.statements[0].text, "DROP TABLE tags");
    assert.match(
      await place.result("show", "cccc"),
      /not known: the file is gone[^]*DROP TABLE tags;/,
    );
  });

  test("refuses what names no revision, or several", async () => {
    using place = folder(fork);
    for (
      const [target, error] of [
        ["zzzz", /Cannot find revision "zzzz"/],
        ["heads", /Cannot tell which head to show, there are 2/],
        ["base", /"base" is not a revision/],
      ] as const
    ) {
      const { code, stderr } = await place.run("show", target);
      assert.equal(code, 2);
      assert.match(stderr, error);
      assert.match(stderr, /\nhint: /);
    }
  });
});
