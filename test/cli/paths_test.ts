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
});
