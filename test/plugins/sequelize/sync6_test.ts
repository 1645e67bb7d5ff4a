import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DataTypes, Sequelize } from "sequelize";
import { plugin } from "../../../plugins/sequelize/mod.ts";
import { databaseKinds, dialectOf, makeDatabase } from "../databases.ts";
import { loadScript } from "../load.ts";
import defineCircle from "./fixtures/circle6.ts";
import defineShop from "./fixtures/shop6.ts";
import { sqlite3 } from "./sqlite3.ts";

const folder = "test/plugins/sequelize/fixtures";

const models = [
  { file: "shop6.ts", define: defineShop, tables: 11 },
  { file: "circle6.ts", define: defineCircle, tables: 3 },
];

async function sync(url: string, define: typeof defineShop): Promise<void> {
  const sequelize = url.startsWith("sqlite:")
    ? new Sequelize({
      dialect: "sqlite",
      storage: url.slice("sqlite:".length),
      dialectModule: sqlite3,
      logging: false,
    })
    : new Sequelize(url, { logging: false });
  define(sequelize, DataTypes);
  if (url.startsWith("postgres") && define === defineShop) await sequelize.createSchema("geo", {});
  await sequelize.sync();
  await sequelize.close();
}

for (const { file, define, tables } of models) {
  describe(`a database made from ${file} is the one that sync() of Sequelize 6 makes`, () => {
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
