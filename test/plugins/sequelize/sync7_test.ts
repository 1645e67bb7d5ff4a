import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { DataTypes, Sequelize } from "@sequelize/core";
import { MySqlDialect } from "@sequelize/mysql";
import { PostgresDialect } from "@sequelize/postgres";
import { plugin } from "../../../plugins/sequelize/mod.ts";
import { databaseKinds, dialectOf, makeDatabase } from "../databases.ts";
import { loadScript } from "../load.ts";
import defineCircle from "./fixtures/circle7.ts";
import defineShop from "./fixtures/shop7.ts";
import { sqlite3 } from "./sqlite3.ts";

const folder = "test/plugins/sequelize/fixtures";

const models = [
  { file: "shop7.ts", define: defineShop, tables: 10 },
  { file: "circle7.ts", define: defineCircle, tables: 3 },
];

async function open(url: string): Promise<Sequelize> {
  if (url.startsWith("postgres")) return new Sequelize({ dialect: PostgresDialect, url });
  if (url.startsWith("mysql")) return new Sequelize({ dialect: MySqlDialect, url });
  const load = createRequire(createRequire(import.meta.url).resolve("@sequelize/sqlite3"));
  const path = load.resolve("sqlite3");
  load.cache[path] = { id: path, filename: path, loaded: true, exports: sqlite3 } as NodeJS.Module;
  const { SqliteDialect } = await import("@sequelize/sqlite3");
  return new Sequelize({ dialect: SqliteDialect, storage: url.slice("sqlite:".length) });
}

async function sync(url: string, define: typeof defineShop): Promise<void> {
  const sequelize = await open(url);
  await define(sequelize, DataTypes);
  if (url.startsWith("postgres") && define === defineShop) await sequelize.createSchema("geo");
  await sequelize.sync();
  await sequelize.close();
}

for (const { file, define, tables } of models) {
  describe(`a database made from ${file} is the one that sync() of Sequelize 7 makes`, () => {
    for (const kind of databaseKinds) {
      test(kind, { timeout: 120_000 }, async (t) => {
        await using own = await makeDatabase(kind);
        await using other = await makeDatabase(kind);
        if (own === undefined || other === undefined) return t.skip();
        await sync(other.url, define);
        const script = await loadScript(plugin, {
          paths: [`${folder}/${file}`],
          dialect: dialectOf(kind),
          server: own.server,
        });
        await own.run(script);
        const schema = await own.schema();
        assert.equal(schema.tables.length, tables);
        assert.deepEqual(schema, await other.schema());
      });
    }
  });
}
