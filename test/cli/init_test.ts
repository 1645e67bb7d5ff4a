import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { folder } from "./run.ts";

const read = ({ cwd }: { readonly cwd: string }, name: string) =>
  readFileSync(join(cwd, name), "utf8");

describe("init", () => {
  test("writes a configuration that the other commands use", async () => {
    using place = folder();
    const { code, stdout, stderr } = await place.run("init");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /created whimbrel\.config\.ts\ncreated migrations\/\n/);
    assert.match(read(place, "whimbrel.config.ts"), /url: "env:DATABASE_URL"/);
    assert.match(stderr, /found DATABASE_URL in the environment \(sqlite\)/);
    await place.result("migrate", "--name", "first", "--empty");
    assert.match(await place.result("upgrade"), /Applied 1 migration$/);
  });

  test("takes schema.sql for the models where there is no ORM", async () => {
    using place = folder({ "schema.sql": "CREATE TABLE t (id integer PRIMARY KEY);\n" });
    await place.result("init");
    assert.match(read(place, "whimbrel.config.ts"), /models: "schema\.sql"/);
    assert.match(await place.result("migrate", "--name", "init"), /_init\.sql$/);
  });

  test("writes over nothing and says what is there", async () => {
    using place = folder({ "whimbrel.json": '{"dir": "db"}\n' });
    const { code, stdout } = await place.run("init");
    assert.equal(code, 0);
    assert.match(stdout, /kept {4}whimbrel\.json\ncreated db\//);
    assert.equal(read(place, "whimbrel.json"), '{"dir": "db"}\n');
    assert.ok(!existsSync(join(place.cwd, "whimbrel.config.ts")));
    const again = await place.run("init");
    assert.doesNotMatch(again.stdout, /created/);
    const other = await place.run("init", "--url", "sqlite://other.db");
    assert.match(
      other.stderr,
      /whimbrel\.json was there before, and --url and --dir are not written/,
    );
    assert.equal(read(place, "whimbrel.json"), '{"dir": "db"}\n');
  });

  test("writes JSON that names another folder", async () => {
    using place = folder({}, {});
    await place.result("init", "--format", "json", "--dir", "db/changes", "--url", "sqlite://a.db");
    assert.deepEqual(JSON.parse(read(place, "whimbrel.json")), {
      url: "sqlite://a.db",
      dir: "db/changes",
    });
    assert.ok(existsSync(join(place.cwd, "db/changes/whimbrel.d.ts")));
    assert.match(await place.result("migrate", "--name", "x", "--empty"), /^db\/changes\//);
  });

  test("says what to set where no database is known", async () => {
    using place = folder({}, {});
    const { code, stderr } = await place.run("init");
    assert.equal(code, 0);
    assert.match(
      stderr,
      /DATABASE_URL is not set: export it, or write DATABASE_URL=\S+ into \.env/,
    );
  });

  test("finds DATABASE_URL in .env and shows nothing of it", async () => {
    using place = folder({ ".env": "DATABASE_URL=postgres://app:secret@db.example/app\n" }, {});
    const { stdout, stderr } = await place.run("init");
    assert.match(stderr, /found DATABASE_URL in \.env \(postgres\)/);
    assert.doesNotMatch(`${stdout}${stderr}${read(place, "whimbrel.config.ts")}`, /secret|example/);
  });

  test("refuses to write a password into the configuration", async () => {
    using place = folder({}, {});
    const { code, stderr } = await place.run("init", "--url", "postgres://app:secret@db/app");
    assert.equal(code, 2);
    assert.match(stderr, /Cannot write a password .*\nhint: .*\.env/);
    assert.doesNotMatch(stderr, /secret/);
    assert.ok(!existsSync(join(place.cwd, "whimbrel.config.ts")));
  });

  test("names the tools that it finds", async () => {
    using place = folder({
      "drizzle.config.ts": "",
      "alembic.ini": "",
      "pyproject.toml": "[tool.aerich]\n",
      "config/config.json": '{"development": {"dialect": "sqlite"}}',
    });
    const { found } = JSON.parse(await place.result("init", "--json"));
    assert.deepEqual(
      found.map(({ name, file }: { name: string; file: string }) => `${name} ${file}`),
      [
        "Drizzle drizzle.config.ts",
        "Sequelize config/config.json",
        "Alembic alembic.ini",
        "Aerich pyproject.toml",
      ],
    );
    using newer = folder({ "pyproject.toml": "[tool.tortoise]\n" });
    assert.match((await newer.run("init")).stderr, /found pyproject\.toml \(Aerich\)/);
  });

  test("says what comes next, by what is there already", async () => {
    using tool = folder({ "drizzle.config.ts": "" });
    assert.match(
      (await tool.run("init")).stderr,
      /next: `whimbrel adopt drizzle` where it has a history, else `whimbrel migrate --name init`/,
    );
    using configured = folder({ "whimbrel.json": '{ "models": "schema.sql" }' }, {});
    const { stderr } = await configured.run("init");
    assert.match(stderr, /DATABASE_URL is not set[^]*next: `whimbrel migrate --name init`/);
  });

  test("adds .whimbrel/ to a .gitignore once", async () => {
    using place = folder({ ".gitignore": "node_modules" });
    await place.result("init");
    await place.result("init");
    assert.equal(read(place, ".gitignore"), "node_modules\n.whimbrel/\n");
    using without = folder();
    await without.result("init");
    assert.ok(!existsSync(join(without.cwd, ".gitignore")));
  });

  test("leaves the types out where the package is installed", async () => {
    using place = folder({ "node_modules/whimbrel/package.json": "{}" });
    assert.doesNotMatch(await place.result("init"), /whimbrel\.d\.ts/);
    assert.doesNotMatch(read(place, "whimbrel.config.ts"), /reference/);
  });

  test("tells of a broken configuration instead of writing another", async () => {
    using place = folder({ "whimbrel.json": '{"ulr": "sqlite://a.db"}' });
    const { code, stderr } = await place.run("init");
    assert.equal(code, 8);
    assert.match(stderr, /there is no key "ulr"/);
    assert.ok(!existsSync(join(place.cwd, "migrations")));
  });
});
