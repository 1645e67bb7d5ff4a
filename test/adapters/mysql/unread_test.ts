import assert from "node:assert/strict";
import { test } from "node:test";
import { adapter } from "../../../adapters/mysql/mod.ts";
import { useDatabase } from "./database.ts";
import { mysqlServers } from "./servers.ts";

for (const server of await mysqlServers()) {
  test(`unread() tells a database's own collation on ${server.name}`, async () => {
    await using database = await useDatabase(server);
    const { session } = database;
    const [row] = await session.query("SELECT DATABASE() AS name, @@GLOBAL.collation_server AS c");
    await database.exec(`ALTER DATABASE \`${String(row!["name"])}\` COLLATE ${String(row!["c"])}`);
    assert.deepEqual(await adapter.unread!(session), []);
    await database.exec(`ALTER DATABASE \`${String(row!["name"])}\` COLLATE latin1_bin`);
    assert.deepEqual(await adapter.unread!(session), [
      "default collation of the database: latin1_bin",
    ]);
  });
}
