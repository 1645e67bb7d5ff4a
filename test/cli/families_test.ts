import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type Folder, folder, migration } from "./run.ts";

const line = Object.fromEntries([
  migration("aaaa", "", "users"),
  migration("bbbb", "aaaa", "posts"),
  migration("cccc", "bbbb", "tags"),
]);
const fork = Object.fromEntries([
  migration("aaaa", "", "users"),
  migration("bbbb", "aaaa", "posts"),
  migration("cccc", "aaaa", "tags"),
]);
const schema = (columns: string) => ({
  "whimbrel.json": '{ "models": "schema.sql" }',
  "schema.sql": `CREATE TABLE users (${columns});`,
});

describe("aerich", () => {
  test("init writes a configuration that reads Tortoise's models", async () => {
    using place = folder();
    await place.result("aerich", "init", "-t", "settings.TORTOISE_ORM", "--location", "./db");
    const written = JSON.parse(readFileSync(join(place.cwd, "whimbrel.json"), "utf8"));
    assert.deepEqual(written.models, { plugin: "tortoise", path: "settings.TORTOISE_ORM" });
    assert.equal(written.dir, "db");
  });

  test("init takes the folder of modules; init-db refuses a statement of its own", async () => {
    using place = folder();
    await place.result("aerich", "init", "-t", "settings.TORTOISE_ORM", "--src_folder", "src");
    const written = JSON.parse(readFileSync(join(place.cwd, "whimbrel.json"), "utf8"));
    assert.equal(written.models.src_folder, "src");
    const pre = await place.run("aerich", "init-db", "--pre", "SELECT 1");
    assert.equal(pre.code, 2);
    assert.match(pre.stderr, /init-migrations/);
  });

  test("init-db, migrate, upgrade and heads go through a project's life", async () => {
    using place = folder(schema("id integer PRIMARY KEY"));
    assert.match(
      await place.result("aerich", "init-db"),
      /_init\.sql\napplied .*\nApplied 1 migration$/,
    );
    writeFileSync(
      join(place.cwd, "schema.sql"),
      "CREATE TABLE users (id integer PRIMARY KEY, email text);",
    );
    assert.match(await place.result("aerich", "migrate"), /_update\.sql$/);
    assert.match(await place.result("aerich", "heads"), /_update$/);
    assert.match(await place.result("aerich", "upgrade"), /Applied 1 migration$/);
    const nothing = await place.run("aerich", "heads");
    assert.deepEqual([nothing.code, nothing.stdout], [0, ""]);
    assert.match(nothing.stderr, /No available heads/);
    assert.equal((await place.result("aerich", "history")).split("\n").length, 2);
    const same = await place.run("aerich", "migrate", "--name", "again");
    assert.deepEqual([same.code, same.stdout], [0, ""]);
    assert.match(same.stderr, /no change/);
  });

  test("downgrade -v undoes that version as well, and -d removes the files", async () => {
    using place = folder(line);
    await place.result("aerich", "upgrade");
    await place.result("aerich", "downgrade", "-v", "1", "-d", "--yes");
    assert.equal(await place.result("current"), "aaaa (head)");
    assert.deepEqual(readdirSync(join(place.cwd, "migrations")), ["aaaa.sql"]);
    const beyond = await place.run("aerich", "downgrade", "-v", "9", "--yes");
    assert.equal(beyond.code, 2);
    assert.match(beyond.stderr, /There is no version 9/);
  });

  test("upgrade --fake records, and -i false says what to do instead", async () => {
    using place = folder(line);
    await place.result("aerich", "upgrade", "--fake");
    assert.equal(await place.result("current"), "cccc (head)");
    const { code, stderr } = await place.run("aerich", "upgrade", "-i", "false");
    assert.equal(code, 2);
    assert.match(stderr, /transaction: off/);
  });
});

describe("the options of every command", () => {
  test("may stand behind a family's command", async () => {
    using place = folder(line, {});
    const url = `sqlite://${place.cwd}/other.db`;
    assert.match(await place.result("aerich", "upgrade", "--url", url), /Applied 3/);
    assert.match(await place.result("django", "migrate", "--url", url, "-v", "2"), /Nothing/);
    assert.equal(await place.result("alembic", "current", "--url", url), "cccc (head)");
    assert.match(await place.result("django", "--url", url, "showmigrations"), /\[X\] cccc/);
    const undone = await place.result("aerich", "downgrade", "--yes", "--json", "--url", url);
    assert.equal(typeof JSON.parse(undone), "object");
    assert.match((await place.run("aerich", "upgrade", "--quiet", "--url", url)).stderr, /^$/);
    const nowhere = await place.run("aerich", "history", "--dir", "nowhere");
    assert.match(nowhere.stderr, /"nowhere"/);
  });

  test("leave a family's own letters alone", async () => {
    using place = folder(line);
    const behind = await place.run("alembic", "current", "-c");
    assert.equal(behind.code, 1);
  });

  test("answer questions about renames and losses in each family", async () => {
    const makers = [
      ["aerich", "migrate", "--no-input"],
      ["alembic", "revision", "--autogenerate"],
      ["django", "makemigrations", "shop", "--noinput"],
    ];
    for (const words of makers) {
      using place = folder(schema("id integer PRIMARY KEY, mail text"));
      await place.result(...words);
      writeFileSync(
        join(place.cwd, "schema.sql"),
        "CREATE TABLE users (id integer PRIMARY KEY, email text);",
      );
      assert.equal((await place.run(...words)).code, 2);
      const lost = await place.run(...words, "--no-rename");
      assert.match(lost.stderr, /--allow-data-loss/);
      const written = await place.result(...words, "--no-rename", "--allow-data-loss");
      assert.match(readFileSync(join(place.cwd, written), "utf8"), /DROP COLUMN "mail"/);
    }
  });

  test("tell the version behind any command", async () => {
    using place = folder();
    for (const words of [["alembic", "--version"], ["aerich", "-V"], ["status", "--version"]]) {
      assert.match(await place.result(...words), /^whimbrel \d/);
    }
  });
});

describe("alembic", () => {
  test("revision --version-path takes the folder that is configured, and no other", async () => {
    using place = folder(line);
    await place.result("alembic", "revision", "-m", "x", "--version-path", "migrations");
    const other = await place.run("alembic", "revision", "-m", "y", "--version-path", "other");
    assert.equal(other.code, 2);
    assert.match(other.stderr, /--dir other/);
  });

  test("reads revisions as Alembic prints them", async () => {
    using place = folder(line);
    assert.equal(
      await place.result("alembic", "history"),
      "bbbb -> cccc (head), cccc\naaaa -> bbbb, bbbb\n<base> -> aaaa, aaaa",
    );
    assert.equal(
      await place.result("alembic", "history", "-r", "bbbb:"),
      "bbbb -> cccc (head), cccc\naaaa -> bbbb, bbbb",
    );
    assert.equal(await place.result("alembic", "heads"), "cccc (head)");
    assert.match(await place.result("alembic", "show", "bbbb"), /^Rev: bbbb\nParent: aaaa\nPath: /);
    await place.result("alembic", "upgrade", "+2");
    assert.equal(await place.result("alembic", "current"), "bbbb");
    assert.match(await place.result("alembic", "history", "-i"), /aaaa -> bbbb \(current\), bbbb/);
    const behind = await place.run("alembic", "current", "--check-heads");
    assert.equal(behind.code, 1);
    await place.result("alembic", "upgrade", "head");
    assert.equal((await place.run("alembic", "current", "-c")).code, 0);
    await place.result("alembic", "downgrade", "-1");
    await place.result("alembic", "downgrade", "base");
    assert.equal(await place.result("alembic", "current"), "");
  });

  test("gives adopted revisions their messages, and counts a range from its end", async () => {
    using place = folder(Object.fromEntries(
      [["85434c25fc38", "", "users"], ["14fd7288c569", "85434c25fc38", "add_mail"]]
        .map(([id = "", parent = "", name = ""]) => {
          const [, text] = migration(id, parent, name);
          return [`migrations/${id}_${name}.sql`, text];
        }),
    ));
    assert.equal(
      await place.result("alembic", "history"),
      "85434c25fc38 -> 14fd7288c569 (head), add mail\n<base> -> 85434c25fc38, users",
    );
    assert.equal((await place.result("alembic", "history", "-r-1:")).split("\n").length, 2);
    assert.equal((await place.result("alembic", "history", "-r", "14fd:")).split("\n").length, 1);
  });

  test("joins branches and stamps", async () => {
    using place = folder(fork);
    assert.equal(
      await place.result("alembic", "branches"),
      "aaaa (branchpoint)\n    -> bbbb (head)\n    -> cccc (head)",
    );
    const several = await place.run("alembic", "upgrade", "head");
    assert.equal(several.code, 2);
    assert.match(await place.result("alembic", "merge", "heads", "-m", "both"), /_both\.sql$/);
    await place.result("alembic", "stamp", "head");
    assert.equal(
      (await place.result("status", "--pending")).split("\n").at(-1),
      "4 applied, 0 pending",
    );
    await place.result("alembic", "stamp", "base");
    assert.match(await place.result("status"), /0 applied, 4 pending/);
  });

  test("revision takes its id, its head and its label", async () => {
    using place = folder(line);
    const file = await place.result("alembic", "revision", "-m", "more", "--rev-id", "feed01");
    assert.match(readFileSync(join(place.cwd, file), "utf8"), /revision: feed01\n-- parents: cccc/);
    const middle = await place.run("alembic", "revision", "-m", "x", "--head", "aaaa");
    assert.equal(middle.code, 2);
    await place.result("alembic", "revision", "-m", "x", "--head", "aaaa", "--splice");
    await place.result("alembic", "revision", "-m", "b", "--head", "base", "--branch-label", "two");
    assert.equal((await place.result("alembic", "heads")).split("\n").length, 3);
  });

  test("check wants the models in migrations, and these applied", async () => {
    using place = folder(schema("id integer PRIMARY KEY"));
    assert.equal((await place.run("alembic", "check")).code, 1);
    await place.result("alembic", "revision", "--autogenerate", "-m", "users");
    assert.match((await place.run("alembic", "check")).stdout, /users is not applied/);
    await place.result("alembic", "upgrade", "head");
    assert.equal((await place.run("alembic", "check")).code, 0);
  });

  test("prints scripts for a range", async () => {
    using place = folder(line);
    const script = await place.result("alembic", "upgrade", "aaaa:cccc", "--sql");
    assert.match(script, /CREATE TABLE posts/);
    assert.doesNotMatch(script, /CREATE TABLE users/);
    assert.match(
      await place.result("alembic", "downgrade", "cccc:aaaa", "--sql"),
      /DROP TABLE tags/,
    );
  });
});

describe("django", () => {
  /** Two apps, as `adopt django` writes them: each has its 0001. */
  const apps = Object.fromEntries(
    [["aaaa", "blog", "blog.0001_initial", ""], ["bbbb", "", "blog.0002_more", "aaaa"], [
      "cccc",
      "shop",
      "shop.0001_initial",
      "",
    ]].map(([id, label, name, parent]) => [
      `migrations/${name}.sql`,
      `-- revision: ${id}\n-- parents: ${parent}\n${label === "" ? "" : `-- label: ${label}\n`}` +
      `\n-- upgrade\nCREATE TABLE ${id} (id integer);\n\n-- downgrade\nDROP TABLE ${id};\n`,
    ]),
  );

  test("a label says whose migration a name means", async () => {
    using place = folder(apps);
    await place.result("django", "migrate");
    assert.match(await place.result("django", "sqlmigrate", "shop", "0001"), /TABLE cccc/);
    await place.result("django", "migrate", "blog", "0001", "--noinput");
    assert.match(await place.result("django", "showmigrations", "blog"), /\[X\].*\n.*\[ \]/);
    const none = await place.run("django", "migrate", "blog", "0009");
    assert.match(none.stderr, /No migration of "blog" is called "0009"[^]*blog\.0001_initial/);
    const unknown = await place.run("django", "migrate", "sho", "0001");
    assert.match(unknown.stderr, /No line of migrations is called "sho"[^]*blog, shop/);
  });

  test("apps with heads of their own leave nothing to decide", async () => {
    using place = folder(apps);
    await place.result("django", "migrate");
    assert.equal((await place.run("check")).code, 0);
    const [name, text] = migration("dddd", "aaaa", "fork");
    writeFileSync(join(place.cwd, name), text);
    const forked = await place.run("check", "--heads");
    assert.deepEqual([forked.code, /3 heads/.test(forked.stdout)], [1, true]);
  });

  test("squashmigrations takes an app's line", async () => {
    using place = folder(apps);
    await place.result("django", "squashmigrations", "blog", "0002", "--noinput");
    assert.equal((await place.result("heads")).split("\n").length, 2);
    assert.equal((await place.result("history")).split("\n").length, 3);
  });

  test("migrate goes up or down, whichever way the target lies", async () => {
    using place = folder(line);
    await place.result("django", "migrate", "bbbb");
    assert.equal(
      await place.result("django", "showmigrations"),
      "migrations\n [X] aaaa\n [X] bbbb\n [ ] cccc",
    );
    assert.equal(
      await place.result("django", "showmigrations", "--plan"),
      "[X]  aaaa\n[X]  bbbb\n[ ]  cccc",
    );
    assert.equal((await place.run("django", "migrate", "--check")).code, 1);
    await place.result("django", "migrate");
    assert.equal((await place.run("django", "migrate", "--check")).code, 0);
    await place.result("django", "migrate", "aaaa", "--noinput");
    assert.equal(await place.result("django", "current"), "aaaa");
    await place.result("django", "migrate", "zero", "--noinput");
    assert.equal(await place.result("django", "current"), "");
    await place.result("django", "migrate");
    await place.result("django", "rollback", "-s", "2", "--noinput");
    assert.equal(await place.result("django", "current"), "aaaa");
  });

  test("makemigrations shows, checks, writes and merges", async () => {
    using place = folder(schema("id integer PRIMARY KEY"));
    assert.equal((await place.run("django", "makemigrations", "--check")).code, 1);
    const dry = await place.run("django", "makemigrations", "--dry-run");
    assert.deepEqual([dry.code, dry.stdout], [0, ""]);
    assert.match(dry.stderr, /create table "users"/);
    assert.equal(existsSync(join(place.cwd, "migrations")), false);
    await place.result("django", "makemigrations", "-n", "init");
    assert.equal((await place.run("django", "makemigrations", "--check")).code, 0);
    assert.match(await place.result("django", "sqlmigrate", "init"), /^CREATE TABLE "?users"?/);
    assert.match(await place.result("django", "sqlmigrate", "init", "--backwards"), /^DROP TABLE/);
    await place.result("django", "makemigrations", "--empty", "-n", "more");
    await place.result("migrate", "--empty", "--name", "other", "--parent", "init");
    assert.match(await place.result("django", "makemigrations", "--merge"), /_merge\.sql$/);
  });

  test("says what to use instead of --fake-initial and --run-syncdb", async () => {
    using place = folder(line);
    const fake = await place.run("django", "migrate", "--fake-initial");
    assert.equal(fake.code, 2);
    assert.match(fake.stderr, /adopt baseline/);
    assert.equal((await place.run("django", "migrate", "--run-syncdb")).code, 2);
  });
});

describe("entrypoint", () => {
  test("runs what the environment names", async () => {
    using place = folder(line, { DATABASE_URL: "sqlite://app.db", COMMAND: "aerich history" });
    assert.equal(await place.result("entrypoint"), "aaaa\nbbbb\ncccc");
  });

  test("takes the name of a migration from the environment", async () => {
    using place = folder(line, {
      DATABASE_URL: "sqlite://app.db",
      COMMAND: "migrate --empty",
      MIGRATION_NAME: "add_field",
    });
    assert.match(await place.result("entrypoint"), /_add_field\.sql$/);
  });

  const named = (command: string): Folder => {
    const place = folder(line);
    Object.assign(place.env, { MIGRATION_NAME: "add_field", COMMAND: command });
    return place;
  };

  test("passes the name over where the command takes none", async () => {
    for (const command of ["upgrade", "aerich upgrade", ""]) {
      using place = named(command);
      assert.match(await place.result("entrypoint"), /Applied 3/);
    }
    using place = named("alembic revision");
    assert.match(await place.result("entrypoint"), /_add_field\.sql$/);
  });

  test("hands more options on", async () => {
    using place = folder(line, { COMMAND: "aerich upgrade" });
    const url = `sqlite://${place.cwd}/other.db`;
    assert.match(await place.result("entrypoint", "--url", url), /Applied 3/);
  });

  test("refuses itself", async () => {
    using place = folder(line, { COMMAND: "entrypoint" });
    assert.equal((await place.run("entrypoint")).code, 2);
  });
});
