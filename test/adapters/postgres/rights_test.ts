import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { folder } from "../../cli/run.ts";
import { useServer } from "../../servers/mod.ts";
import { open, run } from "./database.ts";

const tables = "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE logs (line text);\n";
const reads = "GRANT SELECT ON users TO pg_monitor;\n";
const writes = "GRANT INSERT ON logs TO pg_monitor;\n";
const patient = { timeout: 120_000 };

async function compare(from: string, to: string) {
  using place = folder({ "from.sql": tables + from, "to.sql": tables + to }, {});
  const words = ["diff", "--from", "from.sql", "--to", "to.sql", "--dialect", "postgres"];
  const { code, stdout, stderr } = await place.run(...words);
  assert.equal(code, 0, stderr);
  return stdout.split("\n").filter((line) => /^(?:GRANT|REVOKE)/.test(line));
}

describe("rights between two schemas", () => {
  test("stay where the wanted one says none", patient, async () => {
    assert.deepEqual(await compare(reads + writes, ""), []);
  });

  test("are compared where the wanted one says any", patient, async () => {
    assert.deepEqual(await compare(reads, writes), [
      'REVOKE SELECT ON TABLE "users" FROM "pg_monitor";',
      'GRANT INSERT ON TABLE "logs" TO "pg_monitor";',
    ]);
  });

  test("are given to roles that the shadow does not have", patient, async () => {
    assert.deepEqual(await compare("", "GRANT SELECT ON users TO nobody_here;"), [
      'GRANT SELECT ON TABLE "users" TO "nobody_here";',
    ]);
  });
});

const server = await useServer("postgres15");

describe("rights in a database", { skip: server === undefined }, () => {
  test("are drift once a migration gives any", patient, async () => {
    const url = await server!.createDatabase();
    try {
      using place = folder({ "migrations/1_tables.sql": tables }, { DATABASE_URL: url });
      const drift = async () => {
        const { code, stdout, stderr } = await place.run("check", "--drift");
        assert.match(String(code), /^[01]$/, stderr);
        return [code, /create|drop|replace/.exec(stdout + stderr)?.[0]];
      };
      assert.equal((await place.run("upgrade")).code, 0);
      const session = await open(url);
      await run(session, "GRANT SELECT ON logs TO pg_monitor");
      assert.deepEqual(await drift(), [0, undefined]);
      writeFileSync(join(place.cwd, "migrations", "2_rights.sql"), reads);
      assert.equal((await place.run("upgrade")).code, 0);
      assert.deepEqual(await drift(), [1, "drop"]);
      await run(session, "REVOKE SELECT ON logs FROM pg_monitor");
      assert.deepEqual(await drift(), [0, undefined]);
      await session[Symbol.asyncDispose]();
    } finally {
      await server!.dropDatabase(url);
    }
  });
});
