import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { adapter } from "../../../adapters/postgres/mod.ts";
import { useServer } from "../../servers/mod.ts";
import { open, request, run, tables, whimbrelError } from "./database.ts";

const server = await useServer("postgres15");

describe("preflight()", { skip: server === undefined }, () => {
  if (server === undefined) return;
  const url = server.createDatabase();
  const role = `weak_${Date.now()}`;
  const asRole = async () => {
    const login = new URL(await url);
    login.username = role;
    login.password = "pw";
    return login.href;
  };
  const admin = async () => await open(await url);
  after(async () => {
    await server.dropDatabase(await url);
    await using session = await open(server.url());
    await run(session, `DROP ROLE IF EXISTS ${role}`);
  });

  test("finds nothing wrong with an ordinary database", async () => {
    await using session = await admin();
    await adapter.preflight!(session, tables);
    await adapter.preflight!(session, { ...tables, history: ["whimbrel_migrations"] });
    await adapter.preflight!(session, {
      ...tables,
      history: ["not yet made", "whimbrel_migrations"],
    });
  });

  test("names the right that is missing, and the statement that gives it", async () => {
    await using superuser = await admin();
    await run(superuser, `CREATE ROLE ${role} LOGIN PASSWORD 'pw'`);
    await using session = await open(await asRole());
    const refused = async (history: readonly string[] = tables.history) => {
      const error = await whimbrelError(adapter.preflight!(session, { ...tables, history }));
      assert.deepEqual([error.code, error.exitCode], ["preflight", 8]);
      return `${error.message}; ${error.hint}`;
    };
    assert.match(await refused(), /may not make tables in schema "public".*GRANT CREATE ON SCHEMA/);
    const elsewhere = await refused(["elsewhere", "whimbrel_migrations"]);
    assert.match(elsewhere, /schema "elsewhere" does not exist.*CREATE SCHEMA "elsewhere" AUTHORI/);
    // Taken all the same, the lock says so too, and is free again.
    const names = { ...tables, history: ["elsewhere", "whimbrel_migrations"] };
    const late = await whimbrelError(adapter.lock(session, request({ tables: names })));
    assert.match(late.message, /Cannot make schema "elsewhere": permission denied/);
    assert.equal(await adapter.holder(session, names), undefined);

    await run(superuser, "CREATE TABLE public.whimbrel_migrations (i int)");
    assert.match(await refused(), /may not write to the history.*GRANT ALL ON "public"/);
    await run(superuser, "DROP TABLE public.whimbrel_migrations");
    await run(superuser, `GRANT CREATE ON SCHEMA public TO ${role}`);
    await adapter.preflight!(session, tables);
    await run(superuser, `REVOKE CREATE ON SCHEMA public FROM ${role}`);
  });

  test("refuses a role that only reads", async () => {
    await using session = await admin();
    await run(session, "SET default_transaction_read_only = on");
    const error = await whimbrelError(adapter.preflight!(session, tables));
    assert.match(error.message, /default_transaction_read_only is on/);
  });

  test("refuses a search path without a schema", async () => {
    await using session = await open(await url, { schema: "nowhere" });
    const error = await whimbrelError(
      adapter.preflight!(session, { ...tables, history: ["whimbrel_migrations"] }),
    );
    assert.match(error.message, /no schema of its search path exists \("nowhere"\)/);
  });

  test("refuses names that the server would cut", async () => {
    await using session = await admin();
    const long = "ü".repeat(32);
    const error = await whimbrelError(
      adapter.preflight!(session, { ...tables, journal: ["public", long] }),
    );
    assert.deepEqual([error.code, error.exitCode], ["configuration", 8]);
    assert.match(error.message, /too long for PostgreSQL/);
  });
});
