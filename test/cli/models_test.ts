import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { type Folder, folder, migration } from "./run.ts";

const users = "CREATE TABLE users (id integer PRIMARY KEY, mail text NOT NULL);\n";

function project(schema: string, more: Readonly<Record<string, unknown>> = {}): Folder {
  return folder({
    "whimbrel.json": JSON.stringify({ models: "schema.sql", ...more }),
    "schema.sql": schema,
  });
}

function change(place: Folder, schema: string): void {
  writeFileSync(join(place.cwd, "schema.sql"), schema);
}

function read(place: Folder, file: string): string {
  return readFileSync(join(place.cwd, file), "utf8");
}

function open({ cwd }: Folder): DatabaseSync {
  return new DatabaseSync(join(cwd, "app.db"));
}

describe("migrate", () => {
  test("writes what the models ask for, and its way back, and nothing twice", async () => {
    using place = project(users);
    const first = await place.result("migrate", "--name", "users");
    assert.match(read(place, first), /-- upgrade\nCREATE TABLE "users" \(/);
    assert.match(read(place, first), /-- downgrade\n(?:-- .*\n)*DROP TABLE "users";/);
    const again = await place.run("migrate", "--name", "users");
    assert.deepEqual([again.code, again.stdout], [0, ""]);
    assert.match(again.stderr, /no change/);
    assert.equal(readdirSync(join(place.cwd, "migrations")).length, 1);
    await place.result("upgrade");
    change(place, users.replace(");", ", age integer DEFAULT 1);"));
    const { stderr, stdout } = await place.run("migrate", "--name", "age");
    assert.match(stderr, /\+ add column "age" integer to "users"/i);
    assert.match(
      read(place, stdout.trim()),
      /ALTER TABLE "users" ADD COLUMN "age" integer DEFAULT 1;/,
    );
    await place.result("upgrade");
    await place.result("downgrade", "--yes");
    assert.equal(await place.result("check", "--drift"), "All is well");
  });

  test("keeps rows over a rename that is told", async () => {
    using place = project(users);
    await place.result("migrate", "--name", "users");
    await place.result("upgrade");
    using database = open(place);
    database.exec("INSERT INTO users VALUES (1, 'a@b')");
    change(place, users.replace("mail", "email"));
    const unsure = await place.run("migrate", "--name", "email");
    assert.equal(unsure.code, 2);
    assert.match(unsure.stderr, /--rename users\.mail:users\.email/);
    assert.equal(readdirSync(join(place.cwd, "migrations")).length, 1);
    await place.result("migrate", "--name", "email", "--rename", "users.mail:users.email");
    await place.result("upgrade");
    assert.deepEqual(database.prepare("SELECT email FROM users").all().map((row) => ({ ...row })), [
      { email: "a@b" },
    ]);
    await place.result("downgrade", "--yes");
    assert.equal(database.prepare("SELECT mail FROM users").get()!["mail"], "a@b");
  });

  test("reads answers from the file that the configuration names", async () => {
    using place = project(users, { renames: "renames" });
    writeFileSync(join(place.cwd, "renames"), "");
    await place.result("migrate", "--name", "users");
    change(place, users.replace("users", "people"));
    writeFileSync(join(place.cwd, "renames"), "# the marketing department\nusers:people\n");
    const file = await place.result("migrate", "--name", "people");
    assert.match(read(place, file), /ALTER TABLE "users" RENAME TO "people";/);
  });

  test("refuses a rename of what is not there", async () => {
    using place = project(users);
    await place.result("migrate", "--name", "users");
    change(place, users.replace("mail", "email"));
    const { code, stderr } = await place.run(
      "migrate",
      "--name",
      "x",
      "--rename",
      "users.mial:users.email",
    );
    assert.equal(code, 2);
    assert.match(stderr, /users\.mial|"mial"/);
    assert.match(stderr, /mail/);
  });

  test("writes no loss without consent, and marks it in the file", async () => {
    using place = project(`${users}CREATE TABLE notes (id integer, body text);\n`);
    await place.result("migrate", "--name", "init");
    change(place, users);
    const { code, stderr } = await place.run("migrate", "--name", "less");
    assert.equal(code, 2);
    assert.match(stderr, /loses all rows of "notes"/);
    assert.match(stderr, /--allow-data-loss/);
    const file = await place.result("migrate", "--name", "less", "--allow-data-loss");
    assert.match(
      read(place, file),
      /-- upgrade\n-- loses data: all rows of "notes"\nDROP TABLE "notes";/,
    );
    assert.match(read(place, file), /-- downgrade\n-- does not bring back all rows of "notes"/);
  });

  test("keeps a name with a line end within its comment", async () => {
    const hostile = 'CREATE TABLE t (a int, "b\nDROP TABLE t; --" int);\n';
    using place = project(hostile);
    await place.result("migrate", "--name", "init");
    change(place, "CREATE TABLE t (a int);\n");
    const file = await place.result("migrate", "--name", "less", "--allow-data-loss");
    assert.match(
      read(place, file),
      /^-- loses data: the values of column "b DROP TABLE t; --"/m,
    );
    assert.match(await place.result("upgrade"), /Applied 2 migrations/);
    assert.equal(await place.result("check", "--drift"), "All is well");
  });

  test("leaves no file behind that cannot be read again", async () => {
    using place = project('CREATE TABLE t (a int, "b\n-- upgrade\n" int);\n');
    const { code, stderr } = await place.run("migrate", "--name", "init");
    assert.equal(code, 2);
    assert.match(stderr, /the section "upgrade" stands twice/);
    assert.deepEqual(readdirSync(join(place.cwd, "migrations")), []);
  });

  test("--check writes nothing and tells by its exit code", async () => {
    using place = project(users);
    const found = await place.run("migrate", "--check");
    assert.deepEqual([found.code, found.stdout], [1, ""]);
    assert.equal(existsSync(join(place.cwd, "migrations")), false);
    await place.result("migrate", "--name", "users");
    assert.equal((await place.run("migrate", "--check")).code, 0);
  });

  test("names the place in a schema that does not load, and writes nothing", async () => {
    using place = project(`${users}\nCREATE TABLE x (id integer,,);\n`);
    const { code, stderr } = await place.run("migrate", "--name", "x");
    assert.equal(code, 2);
    assert.match(stderr, /schema\.sql:3/);
    assert.match(stderr, /syntax error/);
    assert.equal(existsSync(join(place.cwd, "migrations")), false);
  });

  test(
    "writes a section for each dialect, proved in each one's shadow",
    { timeout: 120_000 },
    async () => {
      using place = project(users, { dialects: ["sqlite", "postgres"] });
      const text = read(place, await place.result("migrate", "--name", "users"));
      assert.match(text, /-- upgrade: sqlite\nCREATE TABLE "users"/);
      assert.match(text, /-- upgrade: postgres\nCREATE TABLE "?users"?/);
      assert.equal((await place.run("migrate", "--check")).code, 0);
    },
  );

  test("needs no database where the dialects are named", async () => {
    using place = folder({
      "whimbrel.json": '{ "url": "env:UNSET", "models": "schema.sql", "dialects": ["sqlite"] }',
      "schema.sql": users,
    }, {});
    assert.match(read(place, await place.result("migrate", "--name", "users")), /upgrade: sqlite/);
  });

  test("writes an index without a lock into a file of its own", { timeout: 120_000 }, async () => {
    const table = "CREATE TABLE t (a int, b int);\n";
    using place = project(table, {
      url: "postgres://nobody@127.0.0.1:1/none",
      render: { concurrently: true },
    });
    await place.result("migrate", "--name", "t");
    change(place, `${table.replace("b int", "b int, c int")}CREATE INDEX t_a ON t (a);\n`);
    const [one = "", two = ""] = (await place.result("migrate", "--name", "more")).split("\n");
    assert.match(one, /_more_1\.sql$/);
    assert.match(read(place, one), /-- upgrade\nALTER TABLE "t" ADD COLUMN "c" integer;/);
    assert.match(read(place, two), /-- transaction: off\n\n-- upgrade\nCREATE INDEX CONCURRENTLY/);
    const [, parent] = /revision: (\w+)/.exec(read(place, one))!;
    assert.match(read(place, two), new RegExp(`-- parents: ${parent}`));
    assert.equal((await place.run("migrate", "--check")).code, 0);
    assert.match(await place.result("verify"), /(?:^reversible.*\n?){3}/m);
  });

  test("validates constraints in a file of its own", { timeout: 120_000 }, async () => {
    const tables = "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int, a int);\n";
    using place = project(tables, {
      url: "postgres://nobody@127.0.0.1:1/none",
      render: { notValid: true },
    });
    await place.result("migrate", "--name", "t");
    change(
      place,
      tables.replace("a int", "a int REFERENCES a, CHECK (id > 0)") +
        "CREATE TABLE c (a int REFERENCES a);\n",
    );
    const [one = "", two = ""] = (await place.result("migrate", "--name", "more")).split("\n");
    const first = read(place, one);
    assert.match(first, /ADD CONSTRAINT "b_a_fkey" FOREIGN KEY .*NOT VALID/);
    assert.match(first, /ADD CONSTRAINT "b_id_check" CHECK .*NOT VALID/);
    assert.doesNotMatch(first, /"c_a_fkey".*NOT VALID/);
    assert.match(
      read(place, two),
      /-- upgrade\n(?:-- may fail: .*\n){2}ALTER TABLE "b" VALIDATE CONSTRAINT .*, VALIDATE CONSTRAINT .*;/,
    );
    assert.equal((await place.run("migrate", "--check")).code, 0);
    assert.match(await place.result("verify"), /(?:^reversible.*\n?){3}/m);
  });

  test("writes TypeScript", async () => {
    using place = project(users);
    const file = await place.result("migrate", "--name", "users", "--format", "ts");
    assert.match(read(place, file), /await op\.execute\(`\nCREATE TABLE "users"/);
    assert.match(await place.result("upgrade"), /Applied 1 migration/);
    assert.equal((await place.run("migrate", "--check")).code, 0);
  });

  test("tells which rows would make it fail, on the screen and in the file", async () => {
    using place = project(users);
    await place.result("migrate", "--name", "users");
    change(place, users.replace(");", ", age integer NOT NULL);"));
    const { stdout, stderr } = await place.run("migrate", "--name", "age");
    assert.match(stderr, /add column "age" integer to "users" \(fails if "users" has rows/i);
    assert.match(read(place, stdout.trim()), /-- may fail: "users" has rows/);
  });

  test("takes an enum's new value back from under a view", { timeout: 60_000 }, async () => {
    const schema = "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE p (m mood DEFAULT 'a');\n" +
      "CREATE VIEW v AS SELECT m FROM p WHERE m <> 'a'; CREATE INDEX i ON p (m) WHERE m = 'a';";
    using place = project(schema, { dialects: ["postgres"] });
    await place.result("migrate", "--name", "mood");
    change(place, schema.replace("('a')", "('a', 'b')"));
    await place.result("migrate", "--name", "more");
    const { code, stdout } = await place.run("verify", "--dialect", "postgres");
    assert.deepEqual([code, stdout.match(/^reversible/gm)?.length], [0, 2], stdout);
  });

  test("leaves the history of another tool alone, which a migration of its own made", async () => {
    using place = project(users);
    const [file, text] = migration("aaaa", "", "aerich");
    mkdirSync(join(place.cwd, "migrations"));
    writeFileSync(join(place.cwd, file), text);
    await place.result("migrate", "--name", "users");
    await place.result("upgrade");
    assert.equal(await place.result("check", "--models", "--drift"), "All is well");
  });

  test("leaves tables alone that the configuration excludes", async () => {
    using place = project(users, { compare: { exclude: ["audit_*"] } });
    await place.result("migrate", "--name", "users");
    const empty = await place.result("migrate", "--name", "audit", "--empty");
    writeFileSync(
      join(place.cwd, empty),
      `${read(place, empty)}`.replace(
        /-- upgrade\n.*\n/,
        "-- upgrade\nCREATE TABLE audit_log (id);\n",
      ),
    );
    assert.equal((await place.run("migrate", "--check")).code, 0);
  });

  test("says what to configure where there are no models", async () => {
    using place = folder();
    const { code, stderr } = await place.run("migrate", "--name", "x");
    assert.equal(code, 8);
    assert.match(stderr, /models: "schema\.sql"/);
  });
});

describe("diff", () => {
  test("prints SQL that the database's own client runs, and nothing where nothing differs", async () => {
    using place = folder({
      "a.sql": "CREATE TABLE t (id integer PRIMARY KEY, a text, b text);",
      "b.sql": "CREATE TABLE t (id integer PRIMARY KEY, a text NOT NULL CHECK (a <> ''));",
    });
    const sql = await place.result("diff", "--from", "a.sql", "--to", "b.sql");
    const path = join(place.cwd, "client.db");
    using client = new DatabaseSync(path);
    client.exec(read(place, "a.sql"));
    client.exec("INSERT INTO t VALUES (1, 'x', 'y')");
    client.exec(sql);
    assert.deepEqual({ ...client.prepare("SELECT * FROM t").get() }, { id: 1, a: "x" });
    const same = await place.run(
      "diff",
      "--from",
      `sqlite://${path}`,
      "--to",
      "b.sql",
      "--exit-code",
    );
    assert.deepEqual([same.code, same.stdout], [0, ""], same.stdout);
    const differs = await place.run("diff", "--from", "a.sql", "--to", "b.sql", "--exit-code");
    assert.equal(differs.code, 1);
    const operations = JSON.parse(
      await place.result("diff", "--from", "a.sql", "--to", "b.sql", "--json"),
    );
    assert.deepEqual(
      operations.map(({ kind }: { kind: string }) => kind).includes("drop_column"),
      true,
    );
  });

  test("needs no database and leaves nothing behind, but must know the dialect", async () => {
    using place = folder({ "a.sql": "CREATE TABLE t (a int);", "b.sql": "" }, {});
    const { code, stderr } = await place.run("diff", "--from", "a.sql", "--to", "b.sql");
    assert.equal(code, 2);
    assert.match(stderr, /--dialect sqlite, postgres or mysql/);
    const words = ["diff", "--from", "b.sql", "--to", "a.sql", "--dialect", "sqlite"];
    assert.match(await place.result(...words), /CREATE TABLE "t"/);
    assert.deepEqual(readdirSync(place.cwd).sort(), ["a.sql", "b.sql"]);
  });

  test("refuses databases of two kinds, and names that say nothing", async () => {
    using place = folder();
    const two = await place.run("diff", "--from", "sqlite://a.db", "--to", "postgres://x@y/z");
    assert.equal(two.code, 2);
    const unknown = await place.run(
      "diff",
      "--from",
      "a.sql",
      "--to",
      "b.sql",
      "--dialect",
      "sqllite",
    );
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /There is no dialect "sqllite"\nhint: did you mean "sqlite"/);
    const odd = await place.run("diff", "--from", "nowhere");
    assert.equal(odd.code, 2);
    assert.match(odd.stderr, /migrations@REVISION/);
  });
});

describe("inspect", () => {
  test("prints the schema as SQL, as JSON, and of models and migrations", async () => {
    using place = project(users);
    await place.result("migrate", "--name", "users");
    await place.result("upgrade");
    const sql = await place.result("inspect");
    assert.match(sql, /^CREATE TABLE "users"/);
    assert.doesNotMatch(sql, /whimbrel_/);
    assert.equal(await place.result("inspect", "models"), sql);
    assert.equal(await place.result("inspect", "migrations"), sql);
    const schema = JSON.parse(await place.result("inspect", "--format", "json"));
    assert.equal(schema.tables[0].columns.length, 2);
    writeFileSync(join(place.cwd, "snapshot.json"), JSON.stringify(schema));
    const differs = await place.run(
      "diff",
      "--from",
      "snapshot.json",
      "--to",
      "database",
      "--exit-code",
    );
    assert.equal(differs.code, 0, differs.stdout);
  });
});

describe("verify", () => {
  test("finds a way back that does not lead back", async () => {
    using place = project(users);
    await place.result("migrate", "--name", "users");
    assert.match(await place.result("verify"), /^reversible/);
    const empty = await place.result("migrate", "--name", "bad", "--empty");
    writeFileSync(
      join(place.cwd, empty),
      read(place, empty).replace(
        /-- upgrade[^]*$/,
        "-- upgrade\nCREATE TABLE x (id);\n-- downgrade\nSELECT 1;\n",
      ),
    );
    const { code, stdout } = await place.run("verify");
    assert.equal(code, 1);
    assert.match(stdout, /failed|differs/);
    assert.match(stdout, /"x"|x already exists/);
  });
});

describe("check", () => {
  test("names what the models ask for, and drift, and prints annotations", async () => {
    using place = project(users);
    const { code, stdout } = await place.run("check", "--models");
    assert.equal(code, 1);
    assert.match(stdout, /^models +the models ask to create table "users"/);
    await place.result("migrate", "--name", "users");
    await place.result("upgrade");
    assert.equal(await place.result("check"), "All is well");
    using database = open(place);
    database.exec("ALTER TABLE users ADD COLUMN sneaky text");
    const drift = await place.run("check", "--drift", "--format", "github");
    assert.equal(drift.code, 1);
    assert.match(drift.stdout, /^::error title=whimbrel%3A drift::.*drop column "sneaky"/);
    assert.match(await place.result("status", "--drift"), /drop column "sneaky" of "users"/);
  });
});

describe("squash", () => {
  test("puts one migration in the place of several, and their databases follow", async () => {
    using place = project(users);
    await place.result("migrate", "--name", "users");
    change(place, users.replace(");", ", age integer);"));
    await place.result("migrate", "--name", "age");
    await place.result("upgrade");
    const file = await place.result("squash", "--yes");
    assert.deepEqual(readdirSync(join(place.cwd, "migrations")), [file.split("/")[1]]);
    assert.match(read(place, file), /-- replaces: \w+ \w+\n/);
    assert.equal(read(place, file).match(/CREATE TABLE/g)!.length, 1);
    assert.match(await place.result("status"), /1 applied, 0 pending/);
    assert.equal(await place.result("check", "--drift"), "All is well");
    await place.result("upgrade");
    assert.equal(await place.result("check", "--drift"), "All is well");
    await place.result("downgrade", "--yes");
    using database = open(place);
    assert.deepEqual(
      database.prepare("SELECT name FROM sqlite_schema WHERE name = 'users'").all(),
      [],
    );
  });

  test("keeps statements that change rows, and refuses a database in the middle", async () => {
    using place = project(users);
    await place.result("migrate", "--name", "users");
    await place.result("upgrade");
    const seed = await place.result("migrate", "--name", "seed", "--empty");
    writeFileSync(
      join(place.cwd, seed),
      read(place, seed).replace(
        /-- upgrade[^]*$/,
        "-- upgrade\nINSERT INTO users VALUES (1, 'x');\n",
      ),
    );
    const file = await place.result("squash", "--yes");
    assert.match(read(place, file), /INSERT INTO users/);
    const { code, stderr } = await place.run("upgrade");
    assert.equal(code, 7);
    assert.match(stderr, /stands for 2 migrations, of which 1 are applied/);
    rmSync(join(place.cwd, "app.db"));
    await place.result("upgrade");
    using database = open(place);
    assert.equal(database.prepare("SELECT count(*) AS n FROM users").get()!["n"], 1);
  });
});

describe("merge and rebase", () => {
  const fork = (other: string) =>
    folder({
      "migrations/1.sql":
        "-- revision: aaaa\n-- parents: none\n\n-- upgrade\nCREATE TABLE t (id integer);\n",
      "migrations/2.sql":
        "-- revision: bbbb\n-- parents: aaaa\n\n-- upgrade\nALTER TABLE t ADD COLUMN b text;\n",
      "migrations/3.sql": `-- revision: cccc\n-- parents: aaaa\n\n-- upgrade\n${other};\n`,
    });

  test("merge says that the sides commute", async () => {
    using place = fork("ALTER TABLE t ADD COLUMN c text");
    const { code, stderr } = await place.run("merge");
    assert.equal(code, 0);
    assert.match(stderr, /the sides commute/);
  });

  test("merge says that they do not, and why", async () => {
    using place = fork("ALTER TABLE t ADD COLUMN b text");
    const { stderr } = await place.run("merge");
    assert.match(stderr, /do not commute/);
    assert.match(stderr, /duplicate column name: b/);
  });

  test("rebase makes one line of two", async () => {
    using place = fork("ALTER TABLE t ADD COLUMN c text");
    assert.equal(await place.result("rebase", "cccc", "--onto", "bbbb"), "migrations/3.sql");
    assert.match(read(place, "migrations/3.sql"), /^-- parents: bbbb$/m);
    assert.equal(await place.result("heads"), "cccc (3) (head)");
    assert.match(await place.result("upgrade"), /Applied 3/);
  });

  test("rebase changes nothing where a migration does not run in its new place", async () => {
    using place = fork("ALTER TABLE t ADD COLUMN b text");
    const { code, stderr } = await place.run("rebase", "cccc", "--onto", "bbbb");
    assert.equal(code, 2);
    assert.match(stderr, /duplicate column name: b/);
    assert.match(read(place, "migrations/3.sql"), /^-- parents: aaaa$/m);
  });
});
