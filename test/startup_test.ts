import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { executable } from "./docs/transcript.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** A project with one pending migration. */
function project() {
  const path = mkdtempSync(join(tmpdir(), "whimbrel-startup-"));
  mkdirSync(join(path, "migrations"));
  writeFileSync(
    join(path, "migrations", "1_users.sql"),
    "-- upgrade\nCREATE TABLE users (id integer PRIMARY KEY);\n",
  );
  const env = { ...process.env, DATABASE_URL: "sqlite:app.db", PORT: "0" };
  return { path, env, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

for (const name of ["hono", "express", "fastify"]) {
  describe(`examples/startup/${name}.ts`, () => {
    const file = join(root, "examples", "startup", `${name}.ts`);

    test(
      "refuses to start while a migration is pending, and says which",
      { timeout: 60_000 },
      () => {
        using place = project();
        const ended = spawnSync("bun", [file], {
          cwd: place.path,
          env: place.env,
          encoding: "utf8",
        });
        assert.equal(ended.status, 7, ended.stderr);
        assert.match(ended.stderr, /1_users is not applied/);
        assert.match(ended.stderr, /hint: .*whimbrel upgrade/);
      },
    );

    test("starts on an upgraded database, and its health tells what is wrong later", {
      timeout: 60_000,
    }, async () => {
      using place = project();
      const upgraded = spawnSync(executable, ["upgrade"], { cwd: place.path, env: place.env });
      assert.equal(upgraded.status, 0, String(upgraded.stderr));
      const server = spawn("bun", [file], { cwd: place.path, env: place.env });
      try {
        let printed = "";
        while (!/ready on \d+/.test(printed)) {
          const [part] = await once(server.stdout, "data") as [Buffer];
          printed += part.toString();
        }
        const url = `http://127.0.0.1:${/ready on (\d+)/.exec(printed)![1]}/health`;
        const healthy = await fetch(url);
        assert.deepEqual([healthy.status, await healthy.json()], [200, { ok: true, findings: [] }]);
        writeFileSync(join(place.path, "migrations", "2_more.sql"), "CREATE TABLE more (id int);");
        const sick = await fetch(url);
        const { ok, findings } = await sick.json() as { ok: boolean; findings: { kind: string }[] };
        assert.deepEqual([sick.status, ok, findings.map(({ kind }) => kind)], [503, false, [
          "pending",
        ]]);
      } finally {
        server.kill("SIGKILL");
      }
    });
  });
}
