import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { adapter } from "../../../adapters/postgres/mod.ts";
import { startPulse } from "../../../adapters/postgres/pulse.ts";
import { parseTarget } from "../../../adapters/postgres/url.ts";
import {
  canStart,
  startProxy,
  startServer,
  type TestServer,
  useServer,
} from "../../servers/mod.ts";
import { writeServerFile } from "../../servers/cache.ts";
import { open, options, run, statementError, tables, whimbrelError } from "./database.ts";

const server = await useServer("postgres15");

/** The URL with parts of it changed. */
function change(
  url: string,
  parts: Partial<Pick<URL, "username" | "password" | "port" | "search" | "pathname" | "hostname">>,
): string {
  return Object.assign(new URL(url), parts).href;
}

describe("connect()", { skip: server === undefined }, () => {
  if (server === undefined) return;
  const url = server.url();
  const secret = decodeURIComponent(new URL(url).password);

  const refused: readonly (readonly [what: string, url: string, message: RegExp, hint: RegExp])[] =
    [
      [
        "a wrong password",
        change(url, { password: "wrong%40pw" }),
        /password authentication failed/,
        /see to user and password/,
      ],
      ["no password", change(url, { password: "" }), /./, /no password was given/],
      ["an unknown user", change(url, { username: "nobody" }), /"nobody"/, /see to user/],
      [
        "an unknown database",
        change(url, { pathname: "/no%20such" }),
        /database "no such" does not exist/,
        /createdb no such/,
      ],
      [
        "a port on which nothing listens",
        change(url, { port: "1" }),
        /nothing listens there/,
        /start the server/,
      ],
      [
        "an unknown host",
        change(url, { hostname: "no-such-host.invalid", search: "?sslmode=disable" }),
        /not known|looked up/,
        /./,
      ],
      [
        "a socket that is not there",
        "postgres://u:wrong%40pw@/d?host=/nonexistent",
        /no such socket/,
        /start the server/,
      ],
      [
        "a server without TLS",
        change(url, { search: "?sslmode=require" }),
        /does not offer TLS \(asked for with sslmode=require\)/,
        /sslmode=disable/,
      ],
      [
        "an option that the server refuses",
        change(url, { search: "?options=-c%20nope%3D1" }),
        /"nope"/,
        /./,
      ],
    ];
  for (const [what, from, message, hint] of refused) {
    test(`says what to do about ${what}`, async () => {
      const error = await whimbrelError(adapter.connect(options(from, { connectTimeout: 3000 })));
      assert.deepEqual([error.code, error.exitCode], ["connection", 8]);
      assert.match(error.message, /^Cannot connect to PostgreSQL at \S+ \(database "/);
      assert.match(error.message, message);
      assert.match(error.hint ?? "", hint);
      const everything = [
        error.message,
        error.hint,
        error.stack,
        ...error.notes,
        String(error.cause),
      ];
      for (const form of [secret, "wrong@pw", "wrong%40pw"]) {
        assert.ok(!everything.join("\n").includes(form), `${what} shows the password`);
      }
    });
  }

  test("names the server and the database without the password", async () => {
    await using session = await open(url);
    assert.match(session.server, /^PostgreSQL 15\.\d+$/);
    assert.equal(session.database, `database "postgres" on 127.0.0.1:${server.port}`);
  });

  test("gives up in time on a server that says nothing", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    try {
      for (const sslmode of ["disable", "prefer", "require"]) {
        const started = performance.now();
        const error = await whimbrelError(
          adapter.connect(
            options(`postgres://u@127.0.0.1:${port}/d?sslmode=${sslmode}`, { connectTimeout: 400 }),
          ),
        );
        assert.match(error.message, /did not answer in time/);
        assert.ok(performance.now() - started < 2000);
      }
    } finally {
      silent.close();
    }
  });

  test("is refused by what is not PostgreSQL", async () => {
    const web = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
    const { port } = web.address() as { port: number };
    try {
      for (const sslmode of ["disable", "prefer"]) {
        const error = await whimbrelError(
          adapter.connect(
            options(`postgres://u@127.0.0.1:${port}/d?sslmode=${sslmode}`, {
              connectTimeout: 2000,
            }),
          ),
        );
        assert.equal(error.code, "connection", sslmode);
      }
    } finally {
      web.close();
    }
  });

  test("stops when the caller asks for it", async () => {
    const aborting = new AbortController();
    aborting.abort();
    const error = await whimbrelError(
      adapter.connect(options(url, { signal: aborting.signal })),
    );
    assert.equal(error.code, "interrupted");
  });

  test("tries the next host, and takes one that is what the URL asks for", async () => {
    const { username, password, port } = new URL(url);
    const hosts = (attributes: string) =>
      `postgres://${username}:${password}@127.0.0.1:1,127.0.0.1:${port}/postgres` +
      `?target_session_attrs=${attributes}`;
    for (const attributes of ["any", "primary", "read-write", "prefer-standby"]) {
      await using session = await open(hosts(attributes));
      assert.deepEqual(await run(session, "SELECT 1 AS a"), [[{ a: 1 }]]);
    }
    const error = await whimbrelError(adapter.connect(options(hosts("standby"))));
    assert.match(error.message, /it is a primary, and the URL asks for "standby"/);
    assert.match(error.notes.join(), /127\.0\.0\.1:1 .*nothing listens/);
  });

  test("startPulse() notices a network that swallows everything, and a server that lives", async () => {
    await using proxy = await startProxy({ port: server.port });
    const { hosts } = parseTarget({ url: proxy.url(url), settings: {}, env: {} });
    let dead = 0;
    const stop = startPulse(hosts[0]!, () => dead++, { silence: 20, answer: 100, attempts: 3 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(dead, 0);
    proxy.blackHole();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(dead, 1);
    stop();
  });
});

describe("a server of one's own", { skip: !await canStart("postgres15") }, () => {
  const started: TestServer[] = [];
  const folders: string[] = [];
  after(async () => {
    for (const each of started) await each.stop();
    for (const folder of folders) await rm(folder, { recursive: true });
  });
  const start = async (settings: Record<string, string> = {}) => {
    const own = await startServer("postgres15", { settings });
    started.push(own);
    return own;
  };

  test("that is killed loses the session and nothing else", { timeout: 60_000 }, async () => {
    const own = await start();
    const session = await open(own.url());
    const sleeping = statementError(run(session, "SELECT 1", "SELECT pg_sleep(60)"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await own.kill();
    const error = await sleeping;
    // What the server completed before, it had not sent yet: from this statement on nothing is known.
    assert.deepEqual([error.index, error.connectionLost], [0, true]);
    await session[Symbol.asyncDispose]();
    const refused = await whimbrelError(adapter.connect(options(own.url())));
    assert.equal(refused.code, "connection");
    await own.restart();
    await using again = await open(own.url());
    assert.equal(again.usable, true);
  });

  test("that has no connection to spare is asked again", { timeout: 60_000 }, async () => {
    const own = await start({
      max_connections: "4",
      superuser_reserved_connections: "0",
      max_wal_senders: "0",
    });
    const sessions = await Promise.all([1, 2, 3, 4].map(() => open(own.url())));
    const error = await whimbrelError(adapter.connect(options(own.url(), { connectTimeout: 500 })));
    assert.match(error.message, /too many clients|did not answer/);
    setTimeout(() => void sessions[0]![Symbol.asyncDispose](), 600);
    await using late = await open(own.url());
    assert.deepEqual(await run(late, "SELECT 1 AS a"), [[{ a: 1 }]]);
    for (const each of sessions) await each[Symbol.asyncDispose]();
  });

  test("that is a standby is refused for work", { timeout: 60_000 }, async () => {
    const own = await start();
    {
      await using session = await open(own.url());
      const [rows] = await run(session, "SHOW data_directory");
      await writeServerFile(join(String(rows![0]!["data_directory"]), "standby.signal"), "");
    }
    await own.restart();
    for (const attributes of ["read-write", "primary"]) {
      const search = `?target_session_attrs=${attributes}`;
      const error = await whimbrelError(
        adapter.connect(options(change(own.url(), { search }))),
      );
      assert.equal(error.exitCode, 8);
      assert.match(error.message, new RegExp(`asks for "${attributes}"`));
    }
    await using session = await open(
      change(own.url(), { search: "?target_session_attrs=standby" }),
    );
    const error = await whimbrelError(adapter.preflight!(session, tables));
    assert.match(error.message, /it is a standby, which takes no writes/);
    assert.equal(error.exitCode, 8);
  });

  test("with TLS proves who it is, or is refused", { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "whimbrel-tls-"));
    folders.push(folder);
    chmodSync(folder, 0o755);
    const file = (name: string) => join(folder, name);
    const openssl = (...words: readonly string[]) =>
      execFileSync("openssl", words, { stdio: "ignore", cwd: folder });
    openssl(
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      "ca.key",
      "-out",
      "ca.crt",
      "-days",
      "2",
      "-subj",
      "/CN=test authority",
    );
    openssl(
      "req",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      "own.key",
      "-out",
      "own.csr",
      "-subj",
      "/CN=localhost",
    );
    await writeServerFile(file("names"), "subjectAltName=DNS:localhost,IP:127.0.0.2\n");
    openssl(
      "x509",
      "-req",
      "-in",
      "own.csr",
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-out",
      "own.crt",
      "-days",
      "2",
      "-extfile",
      "names",
    );
    for (const name of ["own.key", "own.crt"]) {
      await writeServerFile(file(`server.${name}`), await readFile(file(name), "utf8"));
    }
    copyFileSync(file("ca.crt"), file("root.crt"));
    const own = await start({
      ssl: "on",
      ssl_cert_file: file("server.own.crt"),
      ssl_key_file: file("server.own.key"),
      listen_addresses: "127.0.0.1,127.0.0.2",
    });
    const at = (hostname: string, search: string) => change(own.url(), { hostname, search });
    const root = encodeURIComponent(file("root.crt"));
    const encrypted = async (from: string) => {
      await using session = await open(from);
      const [rows] = await run(session, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
      // What is interrupted over TLS is asked for over TLS.
      const sleeping = statementError(run(session, "SELECT pg_sleep(30)"));
      setTimeout(() => void session.cancel(), 100);
      assert.equal((await sleeping).serverCode, "57014");
      return rows![0]!["ssl"];
    };
    assert.equal(await encrypted(at("127.0.0.1", "")), true);
    assert.equal(await encrypted(at("127.0.0.1", "?sslmode=disable")), false);
    assert.equal(await encrypted(at("127.0.0.1", "?sslmode=allow")), false);
    assert.equal(await encrypted(at("127.0.0.1", "?sslmode=require")), true);
    assert.equal(await encrypted(at("127.0.0.1", `?sslmode=verify-ca&sslrootcert=${root}`)), true);
    assert.equal(
      await encrypted(at("localhost", `?sslmode=verify-full&sslrootcert=${root}`)),
      true,
    );
    assert.equal(
      await encrypted(at("127.0.0.2", `?sslmode=verify-full&sslrootcert=${root}`)),
      true,
    );

    const refusal = async (from: string) => {
      const error = await whimbrelError(adapter.connect(options(from)));
      assert.match(error.message, /certificate does not prove who it is/);
      assert.match(error.hint ?? "", /sslrootcert=FILE/);
      return error.message;
    };
    // Another name than the certificate has, and an authority that nobody trusts.
    await refusal(at("127.0.0.1", `?sslmode=verify-full&sslrootcert=${root}`));
    await refusal(at("localhost", "?sslmode=verify-full"));
    await refusal(at("127.0.0.1", "?sslmode=verify-ca"));
    // The default for a host on the internet, which this one is made to be.
    const { username, password, port } = new URL(own.url());
    const message = await refusal(
      `postgres://${username}:${password}@db.example.com:${port}/postgres?hostaddr=127.0.0.1`,
    );
    assert.match(message, /asked for by default/);
  });
});
