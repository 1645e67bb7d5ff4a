import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WhimbrelError } from "../../../core/errors.ts";
import { tlsSettings } from "../../../adapters/mysql/tls.ts";
import { parseUrl, type UrlSurroundings } from "../../../adapters/mysql/url.ts";

const nothing: UrlSurroundings = { env: {}, settings: {}, exists: () => false };

function read(url: string, surroundings: Partial<UrlSurroundings> = {}) {
  return parseUrl(url, { ...nothing, ...surroundings });
}

function refusal(url: string): WhimbrelError {
  try {
    read(url);
  } catch (error) {
    assert.ok(error instanceof WhimbrelError, String(error));
    return error;
  }
  throw new Error(`"${url}" was read`);
}

describe("parseUrl()", () => {
  const schemes = "mysql mariadb mysql2 asyncmy aiomysql mysql+pymysql mysql+aiomysql " +
    "mysql+asyncmy mysql+mysqldb mysql+mysqlconnector mariadb+mariadbconnector mariadb+pymysql";
  for (const scheme of schemes.split(" ")) {
    test(`reads ${scheme}://`, () => {
      const target = read(`${scheme}://app:secret@db.lan:3307/shop`);
      const { user, password, host, port, database, socket } = target;
      assert.deepEqual({ user, password, host, port, database, socket }, {
        user: "app",
        password: "secret",
        host: "db.lan",
        port: 3307,
        database: "shop",
        socket: undefined,
      });
    });
  }

  test("decodes every special character of a password", () => {
    const password = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~äß€😀\u0001";
    const target = read(`mysql://us%40er:${encodeURIComponent(password)}@h/db%20name`);
    assert.equal(target.password, password);
    assert.equal(target.user, "us@er");
    assert.equal(target.database, "db name");
  });

  test("takes a password with @ and : as it is written", () => {
    const target = read("mysql://u:p@ss:wo@host/db");
    assert.equal(target.password, "p@ss:wo");
    assert.equal(target.host, "host");
  });

  for (const raw of ["p/w", "p?w", "p#w", "p@x/w", "p@x?w", "p@x#w", "1/w"]) {
    test(`refuses the raw character in ${raw} without showing it`, () => {
      const error = refusal(`mysql://u:${raw}@host/db`);
      assert.equal(error.code, "configuration");
      assert.match(error.message, /password has a character that must be encoded/);
      assert.ok(!`${error.message}${error.hint}`.includes(raw));
    });
  }

  test("refuses a lone percent sign without showing the password", () => {
    const error = refusal("mysql://u:100%secret@host/db");
    assert.match(error.message, /its password has a "%"/);
    assert.ok(!error.message.includes("secret"));
  });

  test("reads IPv6 addresses", () => {
    assert.equal(read("mysql://u@[::1]:3310/db").host, "::1");
    assert.equal(read("mysql://u@[::1]:3310/db").port, 3310);
    assert.equal(read("mysql://u@[fe80::1%25eth0]/db").host, "fe80::1%eth0");
  });

  test("takes a socket from the URL, and the usual one where no host is named", () => {
    const own = "/srv/my.sock";
    for (const name of ["socket", "unix_socket", "socketPath"]) {
      assert.equal(read(`mysql://u@localhost/db?${name}=${encodeURIComponent(own)}`).socket, own);
    }
    const usual = "/run/mysqld/mysqld.sock";
    const exists = (path: string) => path === usual;
    assert.equal(read("mysql://u@/db", { exists }).socket, usual);
    assert.equal(read("mysql:///db", { exists }).socket, usual);
    assert.equal(read("mysql:///db").socket, undefined);
    assert.equal(read("mysql:///db").host, "127.0.0.1");
    assert.equal(read("mysql://u@localhost/db", { exists }).socket, undefined);
  });

  test("looks up in the environment what the URL leaves open", () => {
    const env = {
      MYSQL_PWD: "from-env",
      MYSQL_HOST: "db1",
      MYSQL_TCP_PORT: "3399",
      MYSQL_UNIX_PORT: "/env.sock",
      USER: "me",
    };
    const target = read("mysql:///db", { env });
    assert.equal(target.password, "from-env");
    assert.equal(target.host, "db1");
    assert.equal(target.port, 3399);
    assert.equal(target.user, "me");
    assert.equal(target.socket, undefined);
    assert.equal(
      read("mysql:///db", { env: { MYSQL_UNIX_PORT: "/env.sock" } }).socket,
      "/env.sock",
    );
    const given = read("mysql://a:b@h:1/db", { env });
    assert.deepEqual([given.user, given.password, given.host, given.port], ["a", "b", "h", 1]);
    assert.equal(read("mysql://a:@h/db", { env }).password, "");
  });

  test("passes over what ORM pools put into a URL", () => {
    const url = "mysql://u@h/db?minsize=1&maxsize=5&charset=utf8mb4&pool_recycle=60&echo=true" +
      "&no_delay=1&connect_timeout=7&autocommit=true&use_unicode=1";
    assert.equal(read(url).connectTimeout, 7000);
  });

  test("refuses an unknown parameter and suggests the known one", () => {
    const error = refusal("mysql://u@h/db?ssl-mod=REQUIRED");
    assert.match(error.message, /unknown parameter "ssl-mod"/);
    assert.match(error.hint ?? "", /did you mean "ssl-mode"/);
  });

  for (
    const [url, message] of [
      ["mysql://u@h", /names no database/],
      ["mysql://u@h/", /names no database/],
      ["postgres://u@h/db", /not one of MySQL/],
      ["mysql:db", /not one of MySQL/],
      ["mysql://u@h:99999/db", /host and port/],
      ["mysql://u@h:x/db", /host and port/],
      ["mysql://u@h/db?charset=latin1", /character set "latin1"/],
      ["mysql://u@h/db?connect_timeout=soon", /connect-timeout "soon"/],
      ["mysql://u@h/db?ssl-mode=MAYBE", /Unknown ssl-mode "MAYBE"/],
    ] as const
  ) {
    test(`refuses ${url}`, () => {
      const error = refusal(url);
      assert.equal(error.code, "configuration");
      assert.match(error.message, message);
      assert.ok(error.hint);
    });
  }
});

describe("TLS", () => {
  for (
    const [query, mode] of [
      ["ssl-mode=DISABLED", "disabled"],
      ["ssl-mode=PREFERRED", "preferred"],
      ["ssl_mode=required", "required"],
      ["ssl-mode=VERIFY_CA", "verify_ca"],
      ["ssl-mode=VERIFY_IDENTITY", "verify_identity"],
      ["sslmode=verify-full", "verify_identity"],
      ["sslmode=require", "required"],
      ["ssl=true", "required"],
      ["ssl=false", "disabled"],
      ['ssl={"rejectUnauthorized":true}', "verify_identity"],
      ['ssl={"rejectUnauthorized":false}', "required"],
      ["sslaccept=strict", "verify_identity"],
      ["ssl_ca=/ca.pem", "verify_identity"],
      ["ssl_ca=/ca.pem&ssl_mode=VERIFY_CA", "verify_ca"],
      ["ssl_verify_cert=true&ssl_check_hostname=false", "verify_ca"],
    ] as const
  ) {
    test(`${query} means ${mode}`, () => {
      const { tls } = read(
        `mysql://u@db.example.com/app?${query.replace(/[{}":]/g, encodeURIComponent)}`,
      );
      assert.equal(tls.mode, mode);
      assert.equal(tls.explicit, true);
    });
  }

  for (
    const [host, mode] of [
      ["localhost", "disabled"],
      ["127.0.0.1", "disabled"],
      ["[::1]", "disabled"],
      ["db", "preferred"],
      ["10.1.2.3", "preferred"],
      ["172.31.0.1", "preferred"],
      ["172.32.0.1", "verify_identity"],
      ["mysql.prod.svc.cluster.local", "preferred"],
      ["db.example.com", "verify_identity"],
      ["8.8.8.8", "verify_identity"],
    ] as const
  ) {
    test(`a URL that says nothing means ${mode} on ${host}`, () => {
      const { tls } = read(`mysql://u@${host}/app`);
      assert.equal(tls.mode, mode);
      assert.equal(tls.explicit, false);
    });
  }

  test("an address has no identity that could be verified", () => {
    assert.throws(
      () => tlsSettings({ mode: "verify_identity", explicit: true }, "8.8.8.8"),
      /Cannot verify the identity of 8\.8\.8\.8/,
    );
  });

  test("a missing file of certificates is named", () => {
    assert.throws(
      () => tlsSettings({ mode: "verify_ca", explicit: true, ca: "/nowhere/ca.pem" }, "db"),
      /Cannot read ssl-ca "\/nowhere\/ca\.pem"/,
    );
  });
});
