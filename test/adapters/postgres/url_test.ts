import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { schemes } from "../../../adapters/postgres/mod.ts";
import { isPrivate } from "../../../adapters/postgres/tls_policy.ts";
import { parseTarget } from "../../../adapters/postgres/url.ts";
import { WhimbrelError } from "../../../core/errors.ts";

type Environment = Record<string, string | undefined>;

/** What a URL says, without what the machine adds. */
function parse(url: string, env: Environment = {}, settings: Record<string, string> = {}) {
  return parseTarget({ url, settings, env: { HOME: "/nonexistent", ...env } });
}

function brief(url: string, env: Environment = {}) {
  const { hosts, user, database } = parse(url, env);
  const [host] = hosts;
  return [user, host!.password, host!.name, host!.port, database];
}

function refusal(url: string, env: Environment = {}): WhimbrelError {
  try {
    parse(url, env);
  } catch (error) {
    assert.ok(error instanceof WhimbrelError);
    return error;
  }
  assert.fail(`${url} was read`);
}

const special = "p@ss:w/o%r?d#&=+ ';\"\\$ü";

describe("parseTarget()", () => {
  const forms: readonly (readonly [string, readonly unknown[]])[] = [
    ["postgres://u:p@h:6543/d", ["u", "p", "h", 6543, "d"]],
    ["postgresql://u@h/d", ["u", undefined, "h", 5432, "d"]],
    ["postgresql://u@h", ["u", undefined, "h", 5432, "u"]],
    ["postgres://u:p@[::1]:6543/d", ["u", "p", "::1", 6543, "d"]],
    ["postgres://u:p@[2001:db8::7]/d", ["u", "p", "2001:db8::7", 5432, "d"]],
    ["asyncpg://u:p@h:1/d?minsize=1&maxsize=5", ["u", "p", "h", 1, "d"]],
    ["psycopg://u:p@h/d", ["u", "p", "h", 5432, "d"]],
    ["postgresql+asyncpg://u:p@h/d", ["u", "p", "h", 5432, "d"]],
    ["postgresql+psycopg2://u:p@/d?host=/run/postgresql", [
      ...["u", "p", "/run/postgresql", 5432, "d"],
    ]],
    ["postgresql:///d?host=/tmp&user=u&password=p", ["u", "p", "/tmp", 5432, "d"]],
    ["postgres://u@%2Fvar%2Frun:6543/d", ["u", undefined, "/var/run", 6543, "d"]],
    ["postgres://h/?dbname=d&user=u&port=7", ["u", undefined, "h", 7, "d"]],
    ["POSTGRES://u:@h/d", ["u", undefined, "h", 5432, "d"]],
    [`postgres://u:${encodeURIComponent(special)}@h/d`, ["u", special, "h", 5432, "d"]],
    ["postgres://u:a@b@h/d", ["u", "a@b", "h", 5432, "d"]],
    ["postgres://us%40er:p@h/my%20db", ["us@er", "p", "h", 5432, "my db"]],
  ];
  for (const [url, expected] of forms) {
    test(`reads ${url}`, () => assert.deepEqual(brief(url), expected));
  }

  test("knows every scheme that it announces", () => {
    for (const scheme of schemes) {
      assert.deepEqual(brief(`${scheme}://u:p@h/d`), ["u", "p", "h", 5432, "d"], scheme);
    }
  });

  test("reads several hosts, with one port or one for each", () => {
    const names = (url: string) => parse(url).hosts.map(({ name, port }) => [name, port]);
    assert.deepEqual(names("postgres://u@a:1,b:2,[::1]:3/d"), [["a", 1], ["b", 2], ["::1", 3]]);
    assert.deepEqual(names("postgres://u@a,b/d?port=7"), [["a", 7], ["b", 7]]);
    assert.deepEqual(names("postgres:///d?host=a,b&port=1,2"), [["a", 1], ["b", 2]]);
    assert.match(refusal("postgres://u@a,b/d?port=1,2,3").message, /2 hosts and 3 ports/);
  });

  test("takes from the environment what the URL does not say", () => {
    const env = {
      PGHOST: "eh",
      PGPORT: "7",
      PGUSER: "eu",
      PGPASSWORD: "ep",
      PGDATABASE: "ed",
    };
    assert.deepEqual(brief("postgres://", env), ["eu", "ep", "eh", 7, "ed"]);
    assert.deepEqual(brief("postgres://u:p@h:1/d", env), ["u", "p", "h", 1, "d"]);
    assert.equal(
      parse("postgres://h/d", { PGSSLMODE: "verify-ca" }).hosts[0]!.tls!.mode,
      "verify-ca",
    );
    assert.equal(
      parse("postgres://h/d?sslmode=disable", { PGSSLMODE: "require" }).hosts[0]!.tls!.mode,
      "disable",
    );
    assert.equal(parse("postgres://h/d", { PGAPPNAME: "me" }).applicationName, "me");
    assert.equal(parse("postgres://h/d", { PGHOSTADDR: "10.0.0.1" }).hosts[0]!.address, undefined);
  });

  test("takes settings of the configuration before the environment and after the URL", () => {
    const read = (url: string) =>
      parse(url, { PGSSLMODE: "allow" }, { sslmode: "require" }).hosts[0]!.tls!.mode;
    assert.equal(read("postgres://h/d"), "require");
    assert.equal(read("postgres://h/d?sslmode=prefer"), "prefer");
  });

  test("uses the account of the operating system where nobody names a user", () => {
    const { username } = userInfo();
    assert.deepEqual(brief("postgres://h"), [username, undefined, "h", 5432, username]);
  });

  test("reads times, options, search path and session attributes", () => {
    const target = parse(
      "postgres://h/d?connect_timeout=7&options=-c%20geqo%3Doff&search_path=a,b" +
        "&target_session_attrs=read-write&application_name=x",
    );
    assert.equal(target.connectTimeout, 7000);
    assert.equal(target.options, "-c geqo=off");
    assert.equal(target.searchPath, "a,b");
    assert.equal(target.attributes, "read-write");
    assert.equal(target.applicationName, "x");
    assert.equal(parse("postgres://h/d?schema=s").searchPath, "s");
  });

  test("passes over what belongs to pools, and names what it does not know", () => {
    parse("postgres://h/d?connection_limit=5&pgbouncer=true&statement_cache_size=0&keepalives=1");
    const error = refusal("postgres://h/d?sslmod=require");
    assert.equal(error.code, "configuration");
    assert.equal(error.message, 'Unknown connection parameter "sslmod"');
    assert.match(error.hint ?? "", /did you mean "sslmode"/);
    assert.match(refusal("postgres://h/d?sslmode=full").hint ?? "", /verify-full/);
    assert.match(refusal("postgres://h/d?target_session_attrs=rw").hint ?? "", /read-write/);
    assert.match(refusal("postgres://h/d?connect_timeout=soon").hint ?? "", /seconds/);
  });

  test("never shows a URL that it cannot read", () => {
    const secret = "s3cr3t";
    const urls = [
      `${secret}`,
      `mysql://u:${secret}@h/d`,
      `postgres://u:${secret}%zz@h/d`,
      `postgres://u:${secret}/x@h/d`,
      `postgres://u:p@h:${secret}/d`,
      `postgres://u:p@a:b:${secret}/d`,
      `postgres://u:p@h/d?password=${secret}%f`,
    ];
    for (const url of urls) {
      const error = refusal(url);
      assert.doesNotMatch(`${error.message} ${error.hint} ${error.stack}`, /s3cr3t/, url);
      assert.equal(error.exitCode, 8);
    }
  });
});

describe("sslmode", () => {
  const mode = (url: string) => parse(url).hosts[0]!.tls;

  test("is verify-full for a host on the internet, and prefer for one that is not", () => {
    for (const host of ["db.example.com", "8.8.8.8", "[2606:4700::1]", "x.rds.amazonaws.com"]) {
      assert.equal(mode(`postgres://${host}/d`)!.mode, "verify-full", host);
      assert.equal(mode(`postgres://${host}/d`)!.isDefault, true, host);
    }
    for (const host of ["localhost", "db", "127.0.0.1", "10.1.2.3", "172.20.0.2", "[::1]"]) {
      assert.equal(mode(`postgres://${host}/d`)!.mode, "prefer", host);
    }
    assert.equal(mode("postgresql:///d?host=/tmp"), undefined);
  });

  test("follows names that other tools give it", () => {
    assert.equal(mode("postgres://h/d?ssl=true")!.mode, "verify-full");
    assert.equal(mode("postgres://h/d?ssl=require")!.mode, "require");
    assert.equal(mode("postgres://h/d?ssl=false")!.mode, "disable");
    assert.equal(mode("postgres://h/d?sslmode=no-verify")!.mode, "require");
  });

  test("becomes stricter where libpq makes it so", () => {
    assert.equal(mode("postgres://h/d?sslmode=require&sslrootcert=system")!.mode, "verify-full");
    assert.equal(
      mode("postgres://h/d?sslmode=require&channel_binding=require")!.mode,
      "verify-full",
    );
    const folder = mkdtempSync(join(tmpdir(), "whimbrel-"));
    try {
      const file = join(folder, "root.crt");
      writeFileSync(file, "PEM");
      const tls = mode(`postgres://h/d?sslmode=require&sslrootcert=${encodeURIComponent(file)}`)!;
      assert.equal(tls.mode, "verify-ca");
      assert.equal(tls.authorities, "PEM");
    } finally {
      rmSync(folder, { recursive: true });
    }
    assert.match(
      refusal("postgres://h/d?sslmode=require&sslrootcert=/no/file").message,
      /sslrootcert/,
    );
  });

  test("isPrivate() tells addresses and names that the internet cannot reach", () => {
    const inside = [
      "172.16.0.1",
      "172.31.255.1",
      "192.168.1.1",
      "100.64.0.1",
      "fd00::1",
      "fe80::1",
    ];
    const names = ["postgres", "db.internal", "db.ns.svc.cluster.local", "a.localhost"];
    for (const host of [...inside, ...names]) assert.equal(isPrivate(host), true, host);
    const outside = ["172.32.0.1", "100.128.0.1", "11.0.0.1", "example.org", "2001:db8::1"];
    for (const host of outside) assert.equal(isPrivate(host), false, host);
  });
});

describe("the password file", () => {
  function withFile(lines: readonly string[], permissions: number, work: (file: string) => void) {
    const folder = mkdtempSync(join(tmpdir(), "whimbrel-"));
    try {
      const file = join(folder, ".pgpass");
      writeFileSync(file, lines.join("\n"));
      chmodSync(file, permissions);
      work(file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const lines = [
    "# a comment",
    "h:5432:d:u:first",
    "h:*:d:u:second",
    "localhost:5432:*:u:socket",
    "\\:\\:1:*:*:*:a\\:b\\\\c:d",
  ];

  test("gives the password of the first line that fits", () => {
    withFile(lines, 0o600, (file) => {
      const password = (url: string) => parse(url, { PGPASSFILE: file }).hosts[0]!.password;
      assert.equal(password("postgres://u@h/d"), "first");
      assert.equal(password("postgres://u@h:1/d"), "second");
      assert.equal(password("postgres://u@h/other"), undefined);
      assert.equal(password("postgres://u@/d?host=/tmp"), "socket");
      assert.equal(password("postgres://u@[::1]/d"), "a:b\\c:d");
      assert.equal(password("postgres://u:own@h/d"), "own");
    });
  });

  test("is looked for at home", () => {
    withFile(["*:*:*:*:home"], 0o600, (file) => {
      const home = join(file, "..");
      assert.equal(parse("postgres://u@h/d", { HOME: home }).hosts[0]!.password, "home");
    });
  });

  test("is refused when others may read it", () => {
    withFile(lines, 0o644, (file) => {
      const error = refusal("postgres://u@h/d", { PGPASSFILE: file });
      assert.match(error.message, /Others may read/);
      assert.match(error.hint ?? "", /chmod 0600/);
    });
  });
});
