import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { executable } from "../docs/transcript.ts";
import { folder, spawn } from "./run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What runs the program. */
const programs: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "the executable": [executable],
  Bun: [join(root, "node_modules/.bin/bun"), join(root, "cmd/main.ts")],
};

/** A project like `examples/custom-adapter`, with the driver in its own node_modules. */
function project([program, ...first]: readonly [string, ...string[]]) {
  const place = folder({ "package.json": `{ "type": "module" }` }, {});
  cpSync(join(root, "examples/custom-adapter"), place.cwd, { recursive: true });
  mkdirSync(join(place.cwd, "node_modules"));
  symlinkSync(join(root, "node_modules/@duckdb"), join(place.cwd, "node_modules/@duckdb"));
  const run = (...args: readonly string[]) => spawn(program, [...first, ...args], place);
  const result = (...args: readonly string[]): string => {
    const { code, stdout, stderr } = run(...args);
    assert.equal(code, 0, `whimbrel ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  return { cwd: place.cwd, run, result, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

describe("a project whose adapter is a file of its own", () => {
  for (const [name, command] of Object.entries(programs)) {
    test(`goes up and down with ${name}`, { timeout: 60_000 }, () => {
      using at = project(command);
      const standings = () =>
        JSON.parse(at.result("status", "--json")).migrations
          .map(({ state }: { readonly state: string }) => state);
      assert.deepEqual(standings(), ["pending", "pending"]);
      assert.equal(existsSync(join(at.cwd, "app.duckdb")), false, "status made the file");
      assert.match(at.result("upgrade"), /Applied 2 migrations/);
      assert.deepEqual(standings(), ["applied", "applied"]);
      at.result("check");
      assert.match(at.result("downgrade", "base", "--yes"), /Undone 2 migrations/);
      assert.deepEqual(standings(), ["pending", "pending"]);
      assert.match(at.result("upgrade", "+1"), /Applied 1 migration/);
    });

    test(`explains a migration that fails with ${name}`, { timeout: 60_000 }, () => {
      using at = project(command);
      const created = at.result("migrate", "--name", "broken", "--empty").trim();
      const text = readFileSync(join(at.cwd, created), "utf8");
      assert.match(text, /-- parents: bcd234ef5678/);
      rmSync(join(at.cwd, created));
      const broken = folder({
        [created]: `${text.split("-- upgrade")[0]}-- upgrade\nSELECT nope;\n`,
      });
      cpSync(join(broken.cwd, created), join(at.cwd, created));
      broken[Symbol.dispose]();
      const { code, stderr } = at.run("upgrade");
      assert.equal(code, 3, stderr);
      assert.match(stderr, /_broken": statement 1 of 1 failed: Binder Error/);
      assert.match(stderr, /SELECT nope/);
    });

    test(`refuses to load it with --no-code, with ${name}`, { timeout: 60_000 }, () => {
      using at = project(command);
      const { code, stderr } = at.run("status", "--no-code");
      assert.equal(code, 8, stderr);
      assert.match(stderr, /Cannot load the adapter "\.\/adapter\.ts": code is switched off/);
    });
  }

  test("waits for a process that has the file, and names it", { timeout: 60_000 }, () => {
    using at = project(programs["the executable"]!);
    at.result("upgrade", "+1");
    const holding = `
      const { DuckDBInstance } = await import("@duckdb/node-api");
      const { spawnSync } = await import("node:child_process");
      const instance = await DuckDBInstance.create("app.duckdb");
      const ended = spawnSync(${JSON.stringify(executable)}, ["upgrade", "--lock-timeout", "1s"]);
      console.log(JSON.stringify([ended.status, String(ended.stderr), process.pid]));
      instance.closeSync();
    `;
    const { stdout } = spawn(join(root, "node_modules/.bin/bun"), ["-e", holding], at);
    const [status, stderr, pid] = JSON.parse(stdout);
    assert.equal(status, 6, stderr);
    assert.match(stderr, new RegExp(`process ${pid}\\b`));
    assert.match(at.result("upgrade"), /Applied 1 migration/);
  });
});
