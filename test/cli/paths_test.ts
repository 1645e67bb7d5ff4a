import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { folder, migration, run } from "./run.ts";

/** A project whose commands run in a folder below it. */
function project(url: string) {
  const place = folder({
    "whimbrel.json": JSON.stringify({ url, dir: "migrations" }),
    ...Object.fromEntries([migration("000000000001", "none", "t")]),
  });
  mkdirSync(join(place.cwd, "below"));
  return place;
}

const upgrade = ["upgrade", "--config", "../whimbrel.json"];

describe("the path of an SQLite file", () => {
  for (
    const url of ["sqlite://app.db", "sqlite:app.db", "file:app.db", "sqlite:///app.db", "app.db"]
  ) {
    test(`starts at the configuration that says ${url}`, async () => {
      using place = project(url);
      const ran = await run(upgrade, { cwd: join(place.cwd, "below") });
      assert.equal(ran.code, 0, ran.stderr);
      assert.ok(existsSync(join(place.cwd, "app.db")));
    });
  }

  test("starts at the current folder where the environment or the command line says it", async () => {
    const cases = [
      { args: upgrade, env: { DATABASE_URL: "sqlite://app.db" } },
      { args: ["--url", "sqlite://app.db", ...upgrade], env: {} },
    ];
    for (const { args, env } of cases) {
      using place = project("env:DATABASE_URL");
      const ran = await run(args, { cwd: join(place.cwd, "below"), env });
      assert.equal(ran.code, 0, ran.stderr);
      assert.ok(existsSync(join(place.cwd, "below", "app.db")));
    }
  });

  test("starts at the current folder where a source says it", async () => {
    using place = folder(Object.fromEntries([migration("000000000001", "none", "t")]), {});
    await place.result("upgrade", "--url", "sqlite://one.db");
    assert.match(await place.result("inspect", "sqlite://one.db"), /CREATE TABLE "t"/);
  });

  test("is named by the command that a script says it is run with", async () => {
    using place = folder(
      {
        ...Object.fromEntries([migration("000000000001", "none", "t")]),
        "schema.sql": "CREATE TABLE u (a int);",
        "whimbrel.json": JSON.stringify({ url: "sqlite://data/shop.db", models: "schema.sql" }),
      },
      {},
    );
    const hint = async (...args: readonly string[]) =>
      (await place.result(...args)).split("\n")[0]!.replace(/ \S*\/data\//, " data/");
    const own = "-- run it with: sqlite3 -bail data/shop.db < script.sql";
    assert.equal(await hint("diff"), own);
    assert.equal(await hint("upgrade", "--sql"), own);
    mkdirSync(join(place.cwd, "data"));
    await place.result("upgrade");
    assert.equal(await hint("diff", "--from", "database"), own);
    assert.match(
      await hint("diff", "--from", "sqlite://data/shop.db", "--to", "schema.sql", "--no-rename"),
      /^-- run it with: sqlite3 -bail data\/shop\.db </,
    );
    assert.equal(
      await hint("diff", "--from", "schema.sql", "--to", "migrations", "--no-rename"),
      "-- run it with: sqlite3 -bail app.db < script.sql",
    );
  });
});
