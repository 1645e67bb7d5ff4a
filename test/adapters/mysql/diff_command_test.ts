import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder, spawn } from "../../cli/run.ts";
import { useDatabase } from "./database.ts";
import { mysqlServers } from "./servers.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const bun = join(root, "node_modules/.bin/bun");

for (const server of await mysqlServers()) {
  describe(`diff between sources on ${server.name}`, { timeout: 120_000 }, () => {
    test("two databases and a file need no project, and get the SQL of their server", async () => {
      await using from = await useDatabase(server, "CREATE TABLE t (a int, KEY k (a))");
      const hidden = from.mariadb ? "IGNORED" : "INVISIBLE";
      const wanted = `CREATE TABLE t (a int, KEY k (a) ${hidden})`;
      await using to = await useDatabase(server, wanted);
      using place = folder({ "b.sql": `${wanted};\n` });
      for (const target of [to.url, "b.sql"]) {
        const ran = spawn(
          bun,
          [join(root, "cmd/main.ts"), "diff", "--from", from.url, "--to", target],
          place,
        );
        assert.equal(ran.code, 0, ran.stderr);
        assert.match(ran.stdout, new RegExp(`ALTER TABLE \`t\` ALTER INDEX \`k\` ${hidden};\n$`));
      }
    });

    test("a table goes back to the collation of its database", async () => {
      await using database = await useDatabase(server);
      using place = folder({
        "a.sql": "CREATE TABLE t (a int) COLLATE = utf8mb4_bin;\n",
        "b.sql": "CREATE TABLE t (a int);\n",
      }, { DATABASE_URL: database.url });
      const ran = spawn(
        bun,
        [join(root, "cmd/main.ts"), "diff", "--from", "a.sql", "--to", "b.sql"],
        place,
      );
      assert.match(ran.stdout, /ALTER TABLE `t` COLLATE = \w+;\n$/, ran.stderr);
    });
  });
}
