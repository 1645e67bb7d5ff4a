import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Folder, folder, spawn } from "./run.ts";

const deno = fileURLToPath(new URL("../../node_modules/.bin/deno", import.meta.url));

/** Type-checks files of a folder in which no package is installed. */
function check({ cwd }: Folder, ...files: readonly string[]) {
  const env = { DENO_DIR: join(cwd, ".deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  return spawn(deno, ["check", "--no-config", ...files], { cwd, env });
}

describe("types", () => {
  test("let a migration be checked where no package is installed", async () => {
    using place = folder();
    await place.result("types");
    const file = await place.result("migrate", "-n", "x", "--empty", "--format", "ts");
    const path = join(place.cwd, file);
    const empty = readFileSync(path, "utf8");
    writeFileSync(
      path,
      empty.replace(
        /\/\/ await op\.addColumn.*/,
        `
  await op.createTable("users", {
    columns: { id: { type: "bigint", primaryKey: true }, email: { type: "citext" } },
    indexes: [{ columns: [{ column: "email", descending: true }], unique: true }],
  });
  for (const row of await op.query("SELECT id FROM users WHERE id > ?", [1])) {
    await op.execute(\`DELETE FROM users WHERE id = \${row["id"]}\`);
  }`,
      ),
    );
    const right = check(place, file);
    assert.equal(right.code, 0, right.stderr);

    writeFileSync(
      path,
      empty.replace(/\/\/ await op\.addColumn.*/, 'await op.addColum("a", "b");'),
    );
    const misspelt = check(place, file);
    assert.notEqual(misspelt.code, 0);
    assert.match(misspelt.stderr, /Property 'addColum' does not exist on type 'Operations'/);

    writeFileSync(
      path,
      empty.replace(/\/\/ await op\.addColumn.*/, 'await op.addColumn("a", "b", {});'),
    );
    assert.match(check(place, file).stderr, /Property 'type' is missing/);
  });

  test("let the configuration be checked", async () => {
    using place = folder();
    await place.result("init");
    const path = join(place.cwd, "whimbrel.config.ts");
    const right = check(place, "whimbrel.config.ts");
    assert.equal(right.code, 0, right.stderr);
    writeFileSync(path, readFileSync(path, "utf8").replace("dir:", "folder:"));
    assert.match(
      check(place, "whimbrel.config.ts").stderr,
      /'folder' does not exist in type 'Config'/,
    );
  });

  test("declare the error and the exit codes", async () => {
    using place = folder();
    await place.result("types");
    writeFileSync(
      join(place.cwd, "a.ts"),
      `/// <reference path="./migrations/whimbrel.d.ts" />
import { defineConfig, exitCodes, WhimbrelError } from "whimbrel";
const error: Error = new WhimbrelError("usage", "no", { hint: "yes" });
const two: 2 = exitCodes.usage;
export const all = [error, two, defineConfig({ url: "sqlite://a.db" })];
`,
    );
    const checked = check(place, "a.ts");
    assert.equal(checked.code, 0, checked.stderr);
  });

  test("are renewed, but not over somebody else's file", async () => {
    using place = folder();
    const path = join(place.cwd, "migrations/whimbrel.d.ts");
    const run = async () => JSON.parse(await place.result("types", "--json"));
    assert.deepEqual(await run(), { file: "migrations/whimbrel.d.ts", change: "created" });
    const text = readFileSync(path, "utf8");
    assert.equal((await run()).change, "none");
    writeFileSync(path, text.replace("addColumn", "addKolumn"));
    assert.equal((await run()).change, "changed");
    assert.equal(readFileSync(path, "utf8"), text);

    writeFileSync(path, "export {};\n");
    const refused = await place.run("types");
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /the file there is not whimbrel's own[^]*hint: /);
    assert.equal(readFileSync(path, "utf8"), "export {};\n");
  });
});
