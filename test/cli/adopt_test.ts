import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { checksum } from "../../core/checksum.ts";
import { type Folder, folder } from "./run.ts";

/** Runs SQL on the database of a folder. */
function sql({ cwd }: Folder, script: string): void {
  const database = new DatabaseSync(join(cwd, "app.db"));
  database.exec(script);
  database.close();
}

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));

const files = ({ cwd }: Folder, dir = "migrations") =>
  existsSync(join(cwd, dir)) ? readdirSync(join(cwd, dir)).toSorted() : [];

const dbmate = {
  "db/migrations/20240101_one.sql":
    "-- migrate:up\nCREATE TABLE one (id integer);\n-- migrate:down\nDROP TABLE one;\n",
  "db/migrations/20240102_two.sql":
    "-- migrate:up\nCREATE TABLE two (id integer);\n-- migrate:down\nDROP TABLE two;\n",
};

/** Two migrations of dbmate, the first of them applied. */
function dbmateProject(more: Readonly<Record<string, string>> = {}): Folder {
  const place = folder({ ...dbmate, ...more });
  sql(
    place,
    `CREATE TABLE one (id integer); CREATE TABLE schema_migrations (version text PRIMARY KEY);
     INSERT INTO schema_migrations VALUES ('20240101');`,
  );
  return place;
}

describe("adopt", () => {
  test("shows the plan and changes nothing with --dry-run", async () => {
    using place = dbmateProject();
    const { code, stdout, stderr } = await place.run("adopt", "dbmate", "--dry-run");
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^dbmate: .*db\/migrations, table schema_migrations in .*app\.db\n {2}applied {2}20240101_one\n {2}pending {2}20240102_two\n2 files to write, 1 row to record\n$/,
    );
    assert.deepEqual(files(place), []);
  });

  test("asks before it writes, and without a terminal wants --yes", async () => {
    using place = dbmateProject();
    const ran = await place.run("adopt", "dbmate");
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /needs a yes\nhint: say so with --yes/);
    assert.deepEqual(files(place), []);
  });

  test("writes the same files everywhere", async () => {
    const [first, second] = await Promise.all([0, 1].map(async () => {
      using place = dbmateProject();
      await place.result("adopt", "dbmate", "--yes");
      return files(place).map((name) =>
        checksum([readFileSync(join(place.cwd, "migrations", name))])
      );
    }));
    assert.equal(first!.length, 2);
    assert.deepEqual(first, second);
  });

  test("records on another database without writing again", async () => {
    using place = dbmateProject();
    await place.result("adopt", "dbmate", "--yes");
    const other = ["--url", `sqlite://${join(place.cwd, "other.db")}`];
    const database = new DatabaseSync(join(place.cwd, "other.db"));
    database.exec(
      `CREATE TABLE schema_migrations (version text);
       INSERT INTO schema_migrations VALUES ('20240101'), ('20240102')`,
    );
    database.close();
    const result = JSON.parse(await place.result("adopt", "dbmate", "--yes", "--json", ...other));
    assert.deepEqual(
      result.migrations.map((
        { state, written }: { state: string; written: boolean },
      ) => [state, written]),
      [["applied", false], ["applied", false]],
    );
    assert.match(await place.result("check", ...other), /All is well/);
  });

  test("gives JSON with the findings", async () => {
    using place = dbmateProject();
    sql(place, "INSERT INTO schema_migrations VALUES ('20230101')");
    const { findings, changed, table } = JSON.parse(
      await place.result("adopt", "dbmate", "--dry-run", "--json"),
    );
    assert.equal(changed, false);
    assert.equal(table, "schema_migrations");
    assert.deepEqual(
      findings.map(({ kind, name, blocks }: Record<string, unknown>) => [kind, name, blocks]),
      [["no_file", "20230101", false]],
    );
  });

  test("takes nothing for applied where the table is not there", async () => {
    using place = folder(dbmate);
    sql(place, "CREATE TABLE unrelated (id integer)");
    const adopted = await place.run("adopt", "dbmate", "--yes");
    assert.match(adopted.stderr, /note: There is no table "schema_migrations"/);
    assert.match(adopted.stdout, /from dbmate: 0 recorded as applied, 2 pending/);
    assert.match(await place.result("upgrade"), /Applied 2 migrations/);
  });

  test("finds folder and table where it is told to look", async () => {
    using place = folder(
      Object.fromEntries(
        Object.entries(dbmate).map(([name, text]) => [name.replace("db/migrations", "x/y"), text]),
      ),
    );
    sql(
      place,
      "CREATE TABLE one (id int); CREATE TABLE mine (version text); INSERT INTO mine VALUES ('20240101')",
    );
    const adopted = await place.result(
      "adopt",
      "dbmate",
      "--from",
      "x/y",
      "--table",
      "mine",
      "--yes",
    );
    assert.match(adopted, /1 recorded as applied, 1 pending/);
  });

  test("says which history it cannot read", async () => {
    using place = folder({ "old/1_a.js": "exports.up = () => {};" });
    sql(
      place,
      "CREATE TABLE knex_migrations (name text); CREATE VIEW broken AS SELECT x FROM knex_migrations",
    );
    const ran = await place.run("adopt", "knex", "--from", "old", "--table", "broken");
    assert.equal(ran.code, 8, ran.stderr);
    assert.match(ran.stderr, /Cannot read the history of Knex: no such column[^]*hint: .*--table/);
  });

  test("removes its files where the history cannot be written", async () => {
    using place = dbmateProject();
    // An epoch of 0 violates the table's CHECK, as a history of another making would.
    sql(place, "CREATE TABLE whimbrel_migrations (revision text)");
    const ran = await place.run("adopt", "dbmate", "--yes");
    assert.notEqual(ran.code, 0);
    assert.deepEqual(files(place), []);
  });
});

describe("adopt golang-migrate", () => {
  const old = {
    "old/1_a.up.sql": "CREATE TABLE a (id integer);",
    "old/2_b.up.sql": "CREATE TABLE b (id integer);",
    "old/3_c.up.sql": "BEGIN;\nCREATE TABLE c (id integer);\nCOMMIT;",
    "old/4_d.up.sql": "CREATE TABLE d (id integer);",
  };

  test("names what the high-water mark skipped, and runs it later", async () => {
    using place = folder(old);
    sql(
      place,
      `CREATE TABLE a (id integer); CREATE TABLE c (id integer);
       CREATE TABLE schema_migrations (version bigint, dirty boolean);
       INSERT INTO schema_migrations VALUES (3, 0)`,
    );
    const ran = await place.run("adopt", "golang-migrate", "--from", "old", "--yes");
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(
      ran.stderr,
      /"2_b" is below the version of the database, but the table "b" is not/,
    );
    assert.match(ran.stderr, /"2_b" was never applied, although "3_c" after it was/);
    assert.match(ran.stdout, /2 recorded as applied, 2 pending/);
    assert.match(await place.result("upgrade"), /Applied 2 migrations/);
    assert.match(await place.result("check"), /All is well/);
  });

  test("stops at a dirty flag, and shows it in a dry run", async () => {
    using place = folder(old);
    sql(
      place,
      `CREATE TABLE schema_migrations (version bigint, dirty boolean);
       INSERT INTO schema_migrations VALUES (2, 1)`,
    );
    const ran = await place.run("adopt", "golang-migrate", "--from", "old", "--yes");
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /Version 2 is dirty[^]*hint: .*migrate force 2/);
    assert.deepEqual(files(place), []);
    const dry = await place.run("adopt", "golang-migrate", "--from", "old", "--dry-run");
    assert.equal(dry.code, 0);
    assert.match(dry.stdout, /stops: Version 2 is dirty/);
  });
});

const knex = {
  "old/1_users.js": `exports.up = (knex) => knex.schema.createTable("users", (t) => {
    t.increments();
    t.string("name");
  });`,
  "old/2_fill.js": `exports.up = async (knex) => {
    const rows = await knex("users").select("id");
    for (const { id } of rows) await knex("users").where({ id }).update({ name: String(id) });
  };`,
  "old/3_more.js": `exports.up = (knex) => knex.schema.alterTable("users", (t) => {
    t.renameColumn("name", "title");
    t.integer("age");
  });`,
  "package.json": '{ "type": "commonjs" }',
};

/** A project whose packages are those of this repository, with `applied` of Knex's migrations. */
function knexProject(applied: readonly string[]): Folder {
  const place = folder(knex);
  sql(
    place,
    `CREATE TABLE users (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(255));
     CREATE INDEX users_name ON users (name);
     CREATE TABLE knex_migrations (id integer, name text);
     ${
      applied.map((name, id) => `INSERT INTO knex_migrations VALUES (${id}, '${name}')`).join(";")
    }`,
  );
  symlinkSync(packages, join(place.cwd, "node_modules"));
  return place;
}

describe("adopt, where SQL cannot be known,", () => {
  test("stops at a pending migration that reads rows, and names it", async () => {
    using place = knexProject(["1_users.js"]);
    const ran = await place.run("adopt", "knex", "--from", "old", "--yes");
    assert.equal(ran.code, 2, ran.stderr);
    assert.match(
      ran.stderr,
      /Cannot adopt the history of Knex: The SQL of "2_fill" cannot be known beforehand: it reads from the database: select `id` from `users`/,
    );
    assert.deepEqual(files(place), []);
  });

  test("makes one migration of the live schema out of those that are applied", async () => {
    using place = knexProject(["1_users.js", "2_fill.js"]);
    const ran = await place.run("adopt", "knex", "--from", "old", "--yes");
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /The 2 applied migrations become one, made from the live schema/);
    assert.match(ran.stdout, /1 recorded as applied, 1 pending/);
    assert.deepEqual(files(place), ["2_fill_baseline.sql", "3_more.sql"]);
    const text = readFileSync(join(place.cwd, "migrations/2_fill_baseline.sql"), "utf8");
    assert.match(text, /CREATE TABLE "?users"?[^]*users_name/);
    assert.doesNotMatch(text, /knex_migrations/);
    // What Knex asked of the catalogue on SQLite was answered by what came before.
    const more = readFileSync(join(place.cwd, "migrations/3_more.sql"), "utf8");
    assert.match(more, /title/);
    assert.match(await place.result("upgrade"), /Applied 1 migration/);
    const fresh = ["--url", `sqlite://${join(place.cwd, "fresh.db")}`];
    assert.match(await place.result("upgrade", ...fresh), /Applied 2 migrations/);
    const again = await place.result("adopt", "knex", "--from", "old", "--dry-run");
    assert.match(again, /0 files to write/);
  });
});

describe("adopt baseline", () => {
  test("makes the live schema the first migration", async () => {
    using place = folder();
    sql(
      place,
      `CREATE TABLE parent (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x');
       CREATE TABLE child (id integer PRIMARY KEY, parent integer REFERENCES parent);
       CREATE INDEX child_parent ON child (parent);
       CREATE VIEW names AS SELECT name FROM parent;`,
    );
    const ran = await place.run("adopt", "baseline", "--yes");
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /Adopted 1 migration from the live schema: 1 recorded/);
    assert.deepEqual(files(place), ["baseline.sql"]);
    const fresh = ["--url", `sqlite://${join(place.cwd, "fresh.db")}`];
    assert.match(await place.result("upgrade", ...fresh), /Applied 1 migration/);
    assert.match(await place.result("check"), /All is well/);
    const names = (file: string) => {
      using database = new DatabaseSync(join(place.cwd, file));
      return database.prepare(
        "SELECT name FROM sqlite_schema WHERE name NOT LIKE '%whimbrel%' ORDER BY name",
      ).all().map(({ name }) => name);
    };
    assert.deepEqual(names("fresh.db"), names("app.db"));
  });

  test("has nothing to take from an empty database", async () => {
    using place = folder();
    sql(place, "");
    const ran = await place.run("adopt", "baseline", "--yes");
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /There is nothing to adopt/);
  });
});

describe("adopt umzug", () => {
  test("reads names from the file of its JSON storage", async () => {
    using place = folder({
      "old/1_a.sql": "CREATE TABLE a (id integer);",
      "old/2_b.sql": "CREATE TABLE b (id integer);",
      "old/down/1_a.sql": "DROP TABLE a;",
      "umzug.json": '["1_a.sql"]',
    });
    sql(place, "CREATE TABLE a (id integer)");
    await place.result("adopt", "umzug", "--from", "old", "--yes");
    assert.match(await place.result("upgrade"), /Applied 1 migration/);
    assert.match(
      readFileSync(join(place.cwd, "migrations/1_a.sql"), "utf8"),
      /-- downgrade\nDROP TABLE a;\n$/,
    );
  });
});

describe("adopt --undo", () => {
  test("removes files and rows, and lets the old tool's be", async () => {
    using place = dbmateProject();
    await place.result("adopt", "dbmate", "--yes");
    const dry = await place.result("adopt", "--undo", "--dry-run");
    assert.match(dry, /remove .*20240101_one\.sql\n[^]*forget 1 row of the history$/);
    assert.equal(files(place).length, 2);
    assert.match(await place.result("adopt", "--undo", "--yes"), /Took back 2 files and 1 row/);
    assert.deepEqual(files(place), []);
    assert.equal(files(place, "db/migrations").length, 2);
    assert.match(await place.result("adopt", "dbmate", "--yes"), /1 recorded as applied/);
  });

  /** What stands in the way, and what is said of it. */
  const refusals: readonly {
    readonly name: string;
    readonly before: (place: Folder) => unknown;
    readonly error: RegExp;
    readonly code?: number;
  }[] = [
    {
      name: "an edited file",
      before: ({ cwd }) =>
        writeFileSync(join(cwd, "migrations/20240102_two.sql"), "\n-- more", { flag: "a" }),
      error: /"20240102_two" was edited since then/,
    },
    {
      name: "a migration on top",
      before: (place) => place.result("migrate", "-n", "x", "--empty"),
      error: /was written on top of it/,
    },
    {
      name: "one that Whimbrel applied",
      before: (place) => place.result("upgrade"),
      error: /"20240102_two" was applied by Whimbrel[^]*hint: undo it first: `whimbrel downgrade/,
    },
  ];
  for (const { name, before, error, code = 7 } of refusals) {
    test(`refuses ${name}`, async () => {
      using place = dbmateProject();
      await place.result("adopt", "dbmate", "--yes");
      await before(place);
      const there = files(place);
      const ran = await place.run("adopt", "--undo", "--yes");
      assert.equal(ran.code, code, ran.stderr);
      assert.match(ran.stderr, error);
      assert.deepEqual(files(place), there);
    });
  }

  test("says that nothing was adopted", async () => {
    using place = folder({ "migrations/a.sql": "SELECT 1;" });
    sql(place, "");
    const ran = await place.run("adopt", "--undo", "--yes");
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /Nothing in "migrations" was adopted/);
  });
});

describe("adopt refuses", () => {
  const cases: readonly {
    readonly name: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly args: readonly string[];
    readonly error: RegExp;
    readonly hint: RegExp;
  }[] = [
    { name: "no tool", args: [], error: /Say which tool/, hint: /alembic.*baseline/ },
    {
      name: "a tool that it does not know",
      args: ["alembik"],
      error: /Cannot adopt from "alembik"/,
      hint: /did you mean "alembic"/,
    },
    {
      name: "a project without the tool's files",
      args: ["flyway"],
      error: /Cannot find the migrations of Flyway/,
      hint: /adopt flyway --from DIR/,
    },
    {
      name: "files that are another tool's",
      args: ["goose"],
      error: /Cannot read "20240101_one.sql" as goose does: it has no `-- \+goose Up`/,
      hint: /the tool that wrote it/,
    },
    {
      name: "a folder that is not there",
      args: ["dbmate", "--from", "nowhere"],
      error: /Cannot read the folder "nowhere"/,
      hint: /--from/,
    },
    {
      name: "the folder that the tool's own files are in",
      args: ["dbmate", "--dir", "db/migrations"],
      error: /Cannot adopt into "db\/migrations": the migrations of dbmate are there/,
      hint: /whimbrel init --dir/,
    },
    {
      name: "a folder with migrations of one's own",
      files: { "migrations/a.sql": "SELECT 1;" },
      args: ["dbmate"],
      error: /it has migrations that were not adopted/,
      hint: /--dir DIR/,
    },
    {
      name: "scripts where code is switched off",
      files: { "old/1_a.js": "exports.up = () => {};" },
      args: ["knex", "--from", "old", "--no-code"],
      error: /code is switched off/,
      hint: /allow it/,
    },
  ];
  for (const { name, files: more, args, error, hint } of cases) {
    test(name, async () => {
      using place = dbmateProject(more);
      const before = files(place);
      const ran = await place.run("adopt", ...args, "--yes");
      assert.equal(ran.code, 2, ran.stderr);
      assert.match(ran.stderr, error);
      assert.match(ran.stderr.slice(ran.stderr.indexOf("hint: ")), hint);
      assert.deepEqual(files(place), before);
    });
  }
});
