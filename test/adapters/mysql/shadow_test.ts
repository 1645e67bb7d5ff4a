import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import process from "node:process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { adapter } from "../../../adapters/mysql/mod.ts";
import { type ConnectOptions, type Session, StatementError } from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { emptySchema } from "../../../core/schema.ts";
import { type DatabaseServer, query, withDatabase } from "../../servers/mod.ts";
import { mysqlServers, open } from "./servers.ts";

const target = (url: string): ConnectOptions => ({
  url,
  connectTimeout: 5000,
  readOnly: false,
  settings: {},
  env: {},
});

async function replay(session: Session, script: string): Promise<void> {
  for (const statement of session.dialect.split([script])) await session.run([statement]);
}

async function refusal(work: Promise<unknown>): Promise<WhimbrelError> {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof WhimbrelError, `No WhimbrelError: ${String(error)}`);
  return error;
}

async function scratchNames(server: DatabaseServer): Promise<readonly unknown[]> {
  const rows = await query(
    server.url(),
    "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA " +
      "WHERE SCHEMA_NAME LIKE 'whimbrel\\_shadow%'",
  );
  return rows.map((row) => row["name"]);
}

/** An account that has these rights. */
async function withAccount(
  server: DatabaseServer,
  grant: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const name = `shadow_${randomBytes(4).toString("hex")}`;
  const url = await server.createDatabase();
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  await query(server.url(), `CREATE USER '${name}'@'%' IDENTIFIED BY 'secret-word'`);
  try {
    await query(server.url(), `GRANT ALL ON \`${database}\`.* TO '${name}'@'%'`);
    if (grant !== "") await query(server.url(), `${grant} TO '${name}'@'%'`);
    const login = new URL(url);
    login.username = name;
    login.password = "secret-word";
    await work(login.href);
  } finally {
    await query(server.url(), `DROP USER '${name}'@'%'`);
    await server.dropDatabase(url);
  }
}

for (const server of await mysqlServers()) {
  describe(`a shadow on ${server.name}`, () => {
    test("is a database beside the project's, new for each use and dropped at the end", async () => {
      const url = await server.createDatabase();
      await query(url, "CREATE TABLE mine (a int)");
      {
        await using shadow = await adapter.shadow!({ target: target(url) });
        const session = await shadow.open([]);
        assert.ok(shadow.identity.startsWith(`${session.server} (`), shadow.identity);
        assert.match(shadow.identity, /sql_mode=/);
        assert.deepEqual(await adapter.introspect(session), emptySchema);
        await replay(session, "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t");
        assert.equal((await adapter.introspect(session)).objects.length, 1);
        const next = await shadow.open([]);
        assert.deepEqual(await adapter.introspect(next), emptySchema);
        assert.equal(session.usable, false);
        assert.equal((await scratchNames(server)).length, 1);
      }
      assert.deepEqual(await scratchNames(server), []);
      assert.equal((await query(url, "SHOW TABLES")).length, 1);
      await server.dropDatabase(url);
    });

    test("has the character set and the modes of the project's database", async () => {
      const url = await server.createDatabase();
      await query(url, "ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_german1_ci");
      await using shadow = await adapter.shadow!({ target: target(url) });
      await using real = await open(url);
      const session = await shadow.open([]);
      const ask = "SELECT @@collation_database AS collation, @@sql_mode AS modes";
      const expected = await real.query(ask);
      assert.deepEqual(await session.query(ask), expected);
      assert.match(String(expected[0]!["collation"]), /latin1_german1_ci/);
      assert.match(shadow.identity, /latin1_german1_ci/);
      await server.dropDatabase(url);
    });

    test("makes definitions that read like those of the project's database", async () => {
      const url = await server.createDatabase();
      const name = new URL(url).pathname.slice(1);
      await using real = await open(url);
      await using shadow = await adapter.shadow!({ target: target(url) });
      const session = await shadow.open([]);
      // Without STARTS an event has the time at which it was made.
      const script = `
        CREATE TABLE \`${name}\`.t (id int PRIMARY KEY, a int, total int AS (a + 1) STORED, CHECK (a > 0));
        CREATE TABLE u (id int, FOREIGN KEY (id) REFERENCES ${name}.t (id));
        CREATE INDEX a ON ${name}.t (a);
        CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1;
        CREATE VIEW v AS SELECT t.id, f() AS one FROM ${name}.t JOIN ${name}.u ON t.id = u.id;
        CREATE TRIGGER g BEFORE INSERT ON ${name}.t FOR EACH ROW INSERT INTO ${name}.u VALUES (1);
        CREATE PROCEDURE p() UPDATE ${name}.t SET a = 2;
        CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DISABLE DO DELETE FROM ${name}.u;
        ${
        real.facts.isMariadb
          ? `CREATE SEQUENCE s; CREATE TABLE w (id int DEFAULT nextval(${name}.s));`
          : ""
      }
      `;
      await replay(real, script);
      await replay(session, script);
      const [expected, actual] = [
        await adapter.introspect(real),
        await adapter.introspect(session),
      ];
      assert.deepEqual(actual, expected);
      assert.doesNotMatch(JSON.stringify(expected), new RegExp(name));
      await server.dropDatabase(url);
    });

    test("lets nothing touch another database, and passes over accounts", async () => {
      const url = await server.createDatabase();
      const other = await server.createDatabase();
      const otherName = new URL(other).pathname.slice(1);
      await query(other, "CREATE TABLE t (a int)");
      await query(url, "CREATE TABLE t (a int)");
      await using shadow = await adapter.shadow!({ target: target(url) });
      const session = await shadow.open([]);
      for (
        const statement of [`DROP TABLE ${otherName}.t`, `USE ${otherName}`, "DROP DATABASE mysql"]
      ) {
        const error = await refusal(replay(session, statement));
        assert.equal(error.code, "shadow");
        assert.equal(error.statement, statement);
      }
      await replay(
        session,
        `CREATE TABLE t (a int); DROP TABLE ${new URL(url).pathname.slice(1)}.t`,
      );
      await replay(session, "CREATE USER shadow_leftover; GRANT SELECT ON x.* TO shadow_leftover");
      assert.equal((await query(url, "SHOW TABLES")).length, 1);
      assert.equal((await query(other, "SHOW TABLES")).length, 1);
      assert.deepEqual(
        await query(server.url(), "SELECT User FROM mysql.user WHERE User = 'shadow_leftover'"),
        [],
      );
      await server.dropDatabase(url);
      await server.dropDatabase(other);
    });

    test("is dropped after an error", async () => {
      const shadow = await adapter.shadow!({ target: target(server.url()) });
      const session = await shadow.open([]);
      await assert.rejects(
        replay(session, "CREATE TABLE t (a int); BEGIN; SELECT nothing"),
        StatementError,
      );
      await shadow[Symbol.asyncDispose]();
      assert.deepEqual(await scratchNames(server), []);
    });

    test("is the URL's own database where that is a scratch one by name", async () => {
      await query(server.url(), "CREATE DATABASE whimbrel_shadow_mine");
      const url = withDatabase(server.url(), "whimbrel_shadow_mine");
      try {
        await query(url, "CREATE TABLE old (a int)");
        await using shadow = await adapter.shadow!({ url });
        const session = await shadow.open([]);
        assert.deepEqual(await adapter.introspect(session), emptySchema);
        await replay(session, "CREATE TABLE t (a int)");
        await using other = await adapter.shadow!({ url });
        const error = await refusal(other.open([]));
        assert.match(error.message, /Another run uses .*"whimbrel_shadow_mine"/);
        await shadow[Symbol.asyncDispose]();
        assert.deepEqual(await query(url, "SHOW TABLES"), []);
      } finally {
        await query(server.url(), "DROP DATABASE whimbrel_shadow_mine");
      }
    });

    test("needs a right, and says which", async () => {
      await withAccount(server, "", async (url) => {
        await using shadow = await adapter.shadow!({ target: target(url) });
        const error = await refusal(shadow.open([]));
        assert.equal(error.code, "shadow");
        assert.match(
          error.hint!,
          /GRANT ALL ON `whimbrel\\_shadow\\_%`\.\* TO 'shadow_\w+'@'%'.*"shadow"/,
        );
        assert.doesNotMatch(JSON.stringify(error), /secret-word/);
      });
    });

    test("needs no more than that right", async () => {
      await withAccount(server, "GRANT ALL ON `whimbrel\\_shadow\\_%`.*", async (url) => {
        await using shadow = await adapter.shadow!({ target: target(url) });
        await replay(await shadow.open([]), "CREATE TABLE t (a int)");
        assert.deepEqual(await adapter.introspect(await shadow.open([])), emptySchema);
      });
      assert.deepEqual(await scratchNames(server), []);
    });

    test("is dropped by the next run where a run was killed", async () => {
      const keeper = fileURLToPath(new URL("shadow_keeper.ts", import.meta.url));
      const child = spawn(process.execPath, [keeper, server.url()], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(child.stdout, "data");
      const useOnce = async () => {
        await using shadow = await adapter.shadow!({ target: target(server.url()) });
        await shadow.open([]);
        return (await scratchNames(server)).length;
      };
      const exit = once(child, "exit");
      try {
        assert.equal(await useOnce(), 2, "a run that lives keeps its own");
      } finally {
        // Left alone it would hold its database, and later runs would find that.
        child.kill("SIGKILL");
        await exit;
      }
      assert.equal((await scratchNames(server)).length, 1);
      for (let attempts = 0; await useOnce() > 1; attempts++) {
        assert.ok(attempts < 50, "it is still there");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.deepEqual(await scratchNames(server), []);
    });
  });
}

test("a shadow of MySQL needs a server", async () => {
  const error = await refusal(adapter.shadow!({}));
  assert.equal(error.code, "shadow");
  const closed = await refusal(adapter.shadow!({ url: "mysql://root@127.0.0.1:1/mysql" }));
  assert.equal(closed.code, "shadow");
});
