import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { adapter } from "../../../adapters/postgres/mod.ts";
import type { Session } from "../../../core/adapter.ts";
import { emptySchema } from "../../../core/schema.ts";
import { type DatabaseServer, query, useServer, withDatabase } from "../../servers/mod.ts";
import { statementError, whimbrelError } from "./database.ts";

const servers = (await Promise.all([useServer("postgres15"), useServer("postgres18")]))
  .filter((server) => server !== undefined);

const everything = { exclude: [], namespaces: "all" } as const;

async function replay(session: Session, script: string): Promise<void> {
  for (const statement of session.dialect.split([script])) await session.run([statement]);
}

async function scratchNames(server: DatabaseServer): Promise<readonly unknown[]> {
  const rows = await query(
    server.url(),
    "SELECT datname FROM pg_database WHERE datname LIKE 'whimbrel\\_shadow%' ORDER BY 1",
  );
  return rows.map((row) => row["datname"]);
}

/** Logs in as a role that may do less than the server's superuser. */
async function withRole(
  server: DatabaseServer,
  rights: string,
  work: (url: string, role: string) => Promise<void>,
): Promise<void> {
  const role = `shadow_${Math.random().toString(36).slice(2)}`;
  await query(server.url(), `CREATE ROLE ${role} LOGIN PASSWORD 'secret-word' ${rights}`);
  try {
    const url = new URL(server.url());
    url.username = role;
    url.password = "secret-word";
    await work(url.href, role);
  } finally {
    await query(server.url(), `DROP ROLE ${role}`);
  }
}

for (const server of servers) {
  describe(`a shadow on the server ${server.name}`, () => {
    test("is a database of its own, made anew for each use and dropped at the end", async () => {
      const url = await server.createDatabase();
      await query(url, "CREATE TABLE mine (a int)");
      {
        await using shadow = await adapter.shadow!({ url });
        assert.match(shadow.identity, /^PostgreSQL 1\d\.\d+ \(UTF8, /);
        assert.deepEqual(await scratchNames(server), []);
        const session = await shadow.open([]);
        assert.equal((await scratchNames(server)).length, 1);
        await replay(session, "CREATE TABLE t (a int); CREATE SCHEMA s; SET search_path = s");
        assert.equal((await adapter.introspect(session, everything)).tables.length, 1);
        const next = await shadow.open([]);
        assert.deepEqual(await adapter.introspect(next, everything), emptySchema);
        assert.equal((await scratchNames(server)).length, 1);
      }
      assert.deepEqual(await scratchNames(server), []);
      assert.deepEqual(
        await query(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"),
        [
          { tablename: "mine" },
        ],
      );
      await server.dropDatabase(url);
    });

    test("is dropped after an error, in the middle of a transaction", async () => {
      const shadow = await adapter.shadow!({ url: server.url() });
      const session = await shadow.open([]);
      await statementError(replay(session, "BEGIN; CREATE TABLE t (a int); SELECT nothing"));
      await shadow[Symbol.asyncDispose]();
      assert.deepEqual(await scratchNames(server), []);
    });

    test("is the URL's own database where that is a scratch one by name", async () => {
      const url = withDatabase(server.url(), "whimbrel_shadow_of_mine");
      await query(server.url(), "CREATE DATABASE whimbrel_shadow_of_mine");
      try {
        await query(url, "CREATE TABLE old (a int); CREATE EXTENSION pg_trgm; CREATE SCHEMA s");
        await using shadow = await adapter.shadow!({ url });
        const session = await shadow.open([]);
        assert.deepEqual(await adapter.introspect(session, everything), emptySchema);
        await replay(session, "CREATE TABLE t (a int)");
        const other = await adapter.shadow!({ url });
        const error = await whimbrelError(other.open([]));
        assert.equal(error.code, "shadow");
        assert.match(error.message, /Another run uses .*"whimbrel_shadow_of_mine"/);
        await other[Symbol.asyncDispose]();
        await shadow[Symbol.asyncDispose]();
        assert.deepEqual(
          await query(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"),
          [],
        );
      } finally {
        await query(server.url(), "DROP DATABASE whimbrel_shadow_of_mine WITH (FORCE)");
      }
    });

    test("needs the right to create databases, and says so", async () => {
      await withRole(server, "", async (url) => {
        await using shadow = await adapter.shadow!({ url });
        const error = await whimbrelError(shadow.open([]));
        assert.equal(error.code, "shadow");
        assert.equal(error.serverCode, "42501");
        assert.match(error.hint!, /CREATEDB.*whimbrel_shadow/);
        assert.doesNotMatch(JSON.stringify(error), /secret-word/);
      });
    });

    test("is no more than the right to create databases allows", async () => {
      await withRole(server, "CREATEDB", async (url) => {
        await using shadow = await adapter.shadow!({ url });
        await replay(await shadow.open([]), "CREATE SCHEMA s; CREATE TABLE s.t (a int)");
        assert.deepEqual(
          await adapter.introspect(await shadow.open([]), everything),
          emptySchema,
        );
      });
    });

    test("lets nothing change the server", async () => {
      await using shadow = await adapter.shadow!({ url: server.url() });
      const session = await shadow.open([]);
      for (
        const statement of [
          "CREATE ROLE shadow_leftover",
          "DROP DATABASE postgres",
          "ALTER SYSTEM SET work_mem = '64MB'",
          "DO $$ BEGIN CREATE ROLE shadow_leftover; END $$",
        ]
      ) {
        const error = await whimbrelError(replay(session, statement));
        assert.equal(error.code, "shadow");
        assert.match(error.message, /would change the whole server/);
      }
      assert.deepEqual(
        await query(server.url(), "SELECT FROM pg_roles WHERE rolname = 'shadow_leftover'"),
        [],
      );
    });

    test("says which role or extension the server lacks", async () => {
      await using shadow = await adapter.shadow!({ url: server.url() });
      const session = await shadow.open([]);
      await replay(session, "CREATE TABLE t (a int)");
      const role = await whimbrelError(replay(session, "GRANT SELECT ON t TO nobody_here"));
      assert.equal(role.code, "shadow");
      assert.match(role.message, /has no role "nobody_here"/);
      assert.match(role.hint!, /CREATE ROLE "nobody_here"/);
      const extension = await whimbrelError(replay(session, "CREATE EXTENSION timescaledb"));
      assert.equal(extension.code, "shadow");
      assert.match(extension.message, /"timescaledb"/);
      const other = await statementError(replay(session, "GRANT SELECT ON nothing TO postgres"));
      assert.equal(other.serverCode, "42P01");
    });

    test("is dropped by the next run where a run was killed", async () => {
      const keeper = fileURLToPath(new URL("shadow_keeper.ts", import.meta.url));
      const child = spawn(process.execPath, [keeper, server.url()], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(child.stdout, "data");
      {
        await using shadow = await adapter.shadow!({ url: server.url() });
        await shadow.open([]);
        assert.equal((await scratchNames(server)).length, 2, "a run that lives keeps its own");
      }
      child.kill("SIGKILL");
      await once(child, "exit");
      assert.equal((await scratchNames(server)).length, 1);
      await until(async () => {
        await using shadow = await adapter.shadow!({ url: server.url() });
        await shadow.open([]);
        return (await scratchNames(server)).length === 1;
      });
      assert.deepEqual(await scratchNames(server), []);
    });

    test("says of a server that cannot be reached what it is for", async () => {
      const url = "postgres://nobody@127.0.0.1:1/postgres";
      const error = await whimbrelError(adapter.shadow!({ url }));
      assert.equal(error.code, "shadow");
      assert.match(error.notes.join(), /"shadow" in the configuration/);
    });
  });
}

/** The server notices within a second or so that a killed client is gone. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempts = 0; attempts < 50; attempts++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail("It did not come true in five seconds");
}
