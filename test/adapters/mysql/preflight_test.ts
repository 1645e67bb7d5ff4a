import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { WhimbrelError } from "../../../core/errors.ts";
import { preflight } from "../../../adapters/mysql/preflight.ts";
import { canStart, query, startServer, type TestServer } from "../../servers/mod.ts";
import { mysqlServers, open, runAll, tablesOf } from "./servers.ts";

for (const { name } of await mysqlServers()) {
  describe(`preflight() on ${name}`, { skip: !await canStart(name) }, () => {
    let server: TestServer;
    let url: string;
    before(async () => {
      server = await startServer(name);
      url = await server.createDatabase();
    });
    after(() => server.stop());

    const refusal = async (login: string): Promise<WhimbrelError> => {
      await using session = await open(login);
      try {
        await preflight(session, tablesOf(url));
      } catch (error) {
        assert.ok(error instanceof WhimbrelError, String(error));
        assert.equal(error.exitCode, 8);
        return error;
      }
      throw new Error("nothing was refused");
    };

    test("lets an ordinary database pass, with the tables and without", async () => {
      await using session = await open(url);
      await preflight(session, tablesOf(url));
      const { history } = tablesOf(url);
      await runAll(session, `CREATE TABLE ${session.dialect.quote(history)} (i int)`);
      await preflight(session, tablesOf(url));
      await runAll(session, `DROP TABLE ${session.dialect.quote(history)}`);
    });

    test("refuses a read-only server, which an administrator could write to", async () => {
      await query(url, "SET GLOBAL read_only = ON");
      try {
        assert.match((await refusal(url)).message, /the server is read-only \(read_only\)/);
      } finally {
        await query(url, "SET GLOBAL read_only = OFF");
      }
      if (name !== "mysql") return;
      await query(url, "SET GLOBAL super_read_only = ON");
      try {
        assert.match((await refusal(url)).message, /read-only/);
      } finally {
        await query(url, "SET GLOBAL super_read_only = OFF");
        await query(url, "SET GLOBAL read_only = OFF");
      }
    });

    test("refuses an account that may make no tables", async () => {
      const database = new URL(url).pathname.slice(1);
      await query(url, "CREATE USER 'reader'@'%' IDENTIFIED BY 'x'");
      await query(url, `GRANT SELECT, INSERT ON ${database}.* TO 'reader'@'%'`);
      const error = await refusal(url.replace(/\/\/[^@]*@/, "//reader:x@"));
      assert.match(error.message, /Cannot make tables in .*: CREATE command denied/);
      assert.equal(error.serverCode, "1142");
    });
  });
}
