import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import { after, before, describe, test } from "node:test";
import { WhimbrelError } from "../../../core/errors.ts";
import { query, startProxy, startServer, withDatabase } from "../../servers/mod.ts";
import { mysqlServers, open, runAll, within } from "./servers.ts";

const secret = "p@ss:/%$'\"`#?& \\ wörd€";

async function refusal(url: string, timeout = 5000): Promise<WhimbrelError> {
  try {
    const session = await within(20, open(url, { connectTimeout: timeout }));
    await session[Symbol.asyncDispose]();
  } catch (error) {
    assert.ok(error instanceof WhimbrelError, inspect(error));
    assert.equal(error.exitCode, 8);
    const shown = inspect(error, { depth: 20, showHidden: true });
    assert.ok(!shown.includes(secret) && !shown.includes(encodeURIComponent(secret)), shown);
    return error;
  }
  throw new Error(`connected to ${url}`);
}

function withLogin(url: string, user: string, password: string): string {
  return url.replace(/\/\/[^@]*@/, `//${user}:${encodeURIComponent(password)}@`);
}

for (const server of await mysqlServers()) {
  describe(`connect() to ${server.name}`, () => {
    let url: string;
    let user: string;

    before(async () => {
      url = await server.createDatabase();
      user = `u_${new URL(url).pathname.slice(6)}`;
      const literal = `'${secret.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
      await query(url, `CREATE USER '${user}'@'%' IDENTIFIED BY ${literal}`);
      await query(url, `GRANT ALL ON \`${new URL(url).pathname.slice(1)}\`.* TO '${user}'@'%'`);
    });
    after(async () => {
      await query(url, `DROP USER '${user}'@'%'`);
      await server.dropDatabase(url);
    });

    test("logs in with a password of every special character, in the clear and encrypted", async () => {
      // The first login of MySQL's caching_sha2_password sends the password itself, by RSA.
      for (const mode of ["DISABLED", "PREFERRED", "DISABLED"]) {
        await using session = await open(`${withLogin(url, user, secret)}?ssl-mode=${mode}`);
        assert.equal((await session.query("SELECT 1 AS a"))[0]?.["a"], 1);
      }
    });

    for (const scheme of ["asyncmy", "aiomysql", "mysql+pymysql", "mariadb+mariadbconnector"]) {
      test(`takes a URL of ${scheme}`, async () => {
        await using session = await open(`${url.replace("mysql:", `${scheme}:`)}?charset=utf8mb4`);
        assert.equal(session.facts.isMariadb, server.name === "mariadb");
      });
    }

    test("says that the password is wrong, and not which it was", async () => {
      const error = await refusal(withLogin(url, user, `${secret}x`));
      assert.equal(error.code, "connection");
      assert.match(error.message, new RegExp(`user "${user}" was refused`));
      assert.equal(error.serverCode, "1045");
    });

    test("names a database that does not exist, and how to create it", async () => {
      const error = await refusal(withDatabase(url, "not there"));
      assert.match(
        error.message,
        /^Cannot connect to database "not there" on .*: the database does not exist$/,
      );
      assert.match(error.hint ?? "", /CREATE DATABASE `not there`/);
    });

    test("names a database on which the account has no rights", async () => {
      const error = await refusal(withDatabase(withLogin(url, user, secret), "mysql"));
      assert.match(error.message, /has no rights on it/);
      assert.equal(error.serverCode, "1044");
    });

    test("a server that does not answer is given up after the time", async () => {
      await using proxy = await startProxy({ port: server.port });
      proxy.stall();
      const started = performance.now();
      const error = await refusal(proxy.url(url), 700);
      assert.match(error.message, /no answer in time/);
      assert.ok(performance.now() - started < 3000);
    });

    test("a signal ends the connecting", async () => {
      await using proxy = await startProxy({ port: server.port });
      proxy.stall();
      const stop = new AbortController();
      const opening = open(proxy.url(url), { signal: stop.signal });
      setTimeout(() => stop.abort(), 200);
      const started = performance.now();
      await assert.rejects(within(4, opening), { name: "AbortError" });
      assert.ok(performance.now() - started < 2000);
    });

    test("a server that hangs up during the login is told", async () => {
      const listener = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
      const address = listener.address();
      assert.ok(typeof address === "object" && address !== null);
      const error = await refusal(
        `mysql://${user}:${encodeURIComponent(secret)}@127.0.0.1:${address.port}/x`,
      );
      assert.match(error.message, /closed before the login was done/);
      listener.close();
    });

    test("connects over the Unix socket", async (context) => {
      const [row] = await query(url, "SELECT @@datadir AS folder, @@socket AS socket");
      const path = join("/", String(row?.["folder"]), String(row?.["socket"]));
      if (!existsSync(path)) return context.skip("the socket is on another machine");
      const name = new URL(url).pathname.slice(1);
      await using session = await open(
        `mysql://${user}:${encodeURIComponent(secret)}@localhost/${name}?socket=${
          encodeURIComponent(path)
        }`,
      );
      assert.equal(session.database, `${name} on ${path}`);
      const missing = await refusal(`mysql://${user}@localhost/${name}?socket=/nowhere.sock`);
      assert.match(missing.message, /on \/nowhere\.sock: the socket does not exist/);
    });

    test("localhost finds the server on 127.0.0.1", async () => {
      await using session = await open(url.replace("127.0.0.1", "localhost"));
      assert.equal((await session.query("SELECT 1 AS a"))[0]?.["a"], 1);
    });

    test("hosts and ports without a server are told apart", async () => {
      const refused = await refusal(`mysql://u:${encodeURIComponent(secret)}@127.0.0.1:1/db`);
      assert.match(refused.message, /on 127\.0\.0\.1:1: nothing listens there/);
      const unknown = await refusal(
        `mysql://u:${encodeURIComponent(secret)}@no-such-host.invalid/db`,
      );
      assert.match(unknown.message, /the host name is not known/);
    });

    test("a server without room is told, with the way to wait", async () => {
      await using small = await startServer(server.name, { settings: { max_connections: "10" } });
      const own = await small.createDatabase();
      const [row] = await query(own, "SELECT @@max_connections AS n");
      const user = "CREATE USER 'plain'@'%' IDENTIFIED BY 'x'";
      await query(own, user);
      await query(own, `GRANT ALL ON *.* TO 'plain'@'%'`).catch(() => {});
      await query(own, "REVOKE SUPER ON *.* FROM 'plain'@'%'").catch(() => {});
      const sessions = [];
      let error: unknown;
      try {
        for (let count = 0; count <= Number(row?.["n"]) + 1; count++) {
          sessions.push(await open(withLogin(own, "plain", "x")));
        }
      } catch (cause) {
        error = cause;
      } finally {
        for (const session of sessions) await session[Symbol.asyncDispose]();
      }
      assert.ok(error instanceof WhimbrelError);
      assert.equal(error.serverCode, "1040");
      assert.match(error.hint ?? "", /--wait/);
    });
  });

  describe(`TLS to ${server.name}`, () => {
    let url: string;
    let offered: boolean;
    before(async () => {
      url = await server.createDatabase();
      const [row] = await query(url, "SHOW GLOBAL VARIABLES LIKE 'ssl_cert'");
      offered = String(row?.["Value"] ?? "") !== "";
    });
    after(() => server.dropDatabase(url));

    const cipher = async (mode: string) => {
      await using session = await open(`${url}?ssl-mode=${mode}`);
      const [row] = await session.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
      return String(row?.["Value"]);
    };

    test("REQUIRED is encrypted, or refused where the server has no TLS", async () => {
      if (offered) return assert.notEqual(await cipher("REQUIRED"), "");
      const error = await refusal(`${url}?ssl-mode=REQUIRED`);
      assert.match(error.message, /does not offer TLS/);
    });

    test("PREFERRED takes what the server offers", async () => {
      assert.equal(await cipher("PREFERRED") !== "", offered);
    });

    test("a certificate of an unknown authority is refused where it is checked", async () => {
      if (!offered) return;
      const [error, named] = [
        await refusal(`${url}?ssl-mode=VERIFY_CA`),
        await refusal(`${url.replace("127.0.0.1", "localhost")}?ssl-mode=VERIFY_IDENTITY`),
      ];
      assert.match(error.message, /TLS failed: .*certificate/);
      assert.match(named.message, /TLS failed: .*certificate/);
      assert.match(error.hint ?? "", /ssl-ca=FILE/);
    });

    test("VERIFY_CA accepts the named authority, VERIFY_IDENTITY only with the right name", async () => {
      const [row] = await query(url, "SELECT @@datadir AS folder, @@ssl_ca AS ca");
      const ca = join(String(row?.["folder"]), String(row?.["ca"]));
      if (!offered || !existsSync(ca)) return;
      await using session = await open(
        `${url}?ssl-mode=VERIFY_CA&ssl-ca=${encodeURIComponent(ca)}`,
      );
      assert.equal((await session.query("SELECT 1 AS a"))[0]?.["a"], 1);
      const named = url.replace("127.0.0.1", "localhost");
      const error = await refusal(
        `${named}?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encodeURIComponent(ca)}`,
      );
      assert.match(error.message, /TLS failed: .*(?:localhost|altnames)/);
    });

    test("a server that takes encrypted connections only is given one", async () => {
      if (!offered) return;
      await runAllOn(url, "SET GLOBAL require_secure_transport = ON");
      try {
        await using session = await open(url);
        const [row] = await session.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
        assert.notEqual(row?.["Value"], "");
        const error = await refusal(`${url}?ssl-mode=DISABLED`);
        assert.match(error.message, /encrypted connections only/);
      } finally {
        await runAllOn(`${url}?ssl-mode=REQUIRED`, "SET GLOBAL require_secure_transport = OFF");
      }
    });
  });
}

async function runAllOn(url: string, ...texts: readonly string[]): Promise<void> {
  await using session = await open(url);
  await runAll(session, ...texts);
}
