import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { query, withDatabase } from "../servers/mod.ts";
import type { Ended } from "./scratch.ts";
import { assertCode, openSite, servers, type Site } from "./site.ts";

/** A password that every layer would like to read in another way. */
const secret = `p@s:s/w%r d$'"?#&`;

/** What a URL, a driver or a shell might make of it. */
const spellings = [
  secret,
  encodeURIComponent(secret),
  encodeURI(secret),
  secret.replaceAll("'", "''"),
  JSON.stringify(secret).slice(1, -1),
  "p@s:s",
];

/** The run ended with 8, said why, and kept the password to itself. */
function assertRefused(ended: Ended, why: RegExp): void {
  assertCode(ended, 8);
  assert.match(ended.stderr, why);
  for (const each of spellings) {
    assert.ok(!`${ended.stdout}${ended.stderr}`.includes(each), `it shows "${each}"`);
  }
}

interface Account extends AsyncDisposable {
  readonly name: string;
  /** The site's database as this account. */
  url(changes?: { readonly password?: string; readonly database?: string }): string;
}

/** A new account that may connect and read, and no more. */
async function openAccount({ server, url }: Site): Promise<Account> {
  const name = `reader_${randomBytes(3).toString("hex")}`;
  const literal = `'${secret.replaceAll("'", "''")}'`;
  const run = (sql: string) => query(url, sql);
  if (server.dialect === "postgres") {
    await run(`CREATE ROLE ${name} LOGIN PASSWORD ${literal}`);
    await run("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  } else {
    await run(`CREATE USER ${name} IDENTIFIED BY ${literal}`);
    await run(`GRANT SELECT ON *.* TO ${name}`);
  }
  return {
    name,
    url({ password = secret, database } = {}) {
      const copy = new URL(database === undefined ? url : withDatabase(url, database));
      copy.username = name;
      copy.password = encodeURIComponent(password);
      return copy.href;
    },
    async [Symbol.asyncDispose]() {
      await run(server.dialect === "postgres" ? `DROP ROLE ${name}` : `DROP USER ${name}`);
    },
  };
}

for (const server of await servers("postgres15", "postgres18", "mariadb", "mysql")) {
  describe(`what a run may do on ${server.name}`, () => {
    const open = async () => {
      const site = await openSite(server);
      site.migration("0001_log.sql", "CREATE TABLE log (entry INT);");
      return site;
    };

    test("without the right to make tables, nothing starts and no password shows", async () => {
      await using site = await open();
      await using account = await openAccount(site);
      assertRefused(await site.run(["upgrade"], { url: account.url() }), /tables/);
      const run = await site.run(["upgrade", "--json"], { url: account.url() });
      assertRefused(run, /tables|rights/);
    });

    test("a wrong password, database or host is named without the password", async () => {
      await using site = await open();
      await using account = await openAccount(site);
      const wrong = account.url({ password: `${secret}x` });
      assertRefused(await site.run(["upgrade"], { url: wrong }), new RegExp(account.name));
      const nowhere = account.url({ database: "no_such_database" });
      assertRefused(await site.run(["upgrade"], { url: nowhere }), /no_such_database/);
      const closed = new URL(account.url());
      closed.port = "1";
      assertRefused(await site.run(["upgrade"], { url: closed.href }), /127\.0\.0\.1:1\b/);
      const typed = ["--url", account.url(), "upgrade"];
      assertRefused(await site.run(typed), /tables/);
    });

    test("a password does not show in errors, events and history rows", async () => {
      await using site = await open();
      await using account = await openAccount(site);
      await site.query(
        server.dialect === "postgres"
          ? `GRANT CREATE ON SCHEMA public TO ${account.name}`
          : `GRANT ALL ON *.* TO ${account.name}`,
      );
      assertCode(await site.run(["upgrade"], { url: account.url() }), 0);
      site.migration("0002_broken.sql", "INSERT INTO no_such_table VALUES (1);");
      const failed = await site.run(["upgrade"], { url: account.url() });
      assertCode(failed, 3);
      const rows = JSON.stringify([
        await site.query("SELECT * FROM whimbrel_migrations"),
        await site.query("SELECT * FROM whimbrel_control"),
        failed,
      ]);
      for (const each of spellings) assert.ok(!rows.includes(each), `it shows "${each}"`);
      if (server.dialect === "postgres") await site.query(`DROP OWNED BY ${account.name}`);
    });
  });
}
