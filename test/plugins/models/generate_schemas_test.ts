import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertMade } from "../assert_made.ts";
import { plugin } from "../../../plugins/models/mod.ts";
import { usePython } from "../../python.ts";
import { databaseKinds, dialectOf, makeDatabase } from "../databases.ts";
import { loadDesired } from "../load.ts";
import { runScript } from "../run_python.ts";

const folder = fileURLToPath(new URL("fixtures", import.meta.url));

/** Makes everything by Tortoise itself. */
const generateSchemas = (url: string) => `
import asyncio
from tortoise import Tortoise
async def main():
    await Tortoise.init(db_url=${JSON.stringify(url)}, modules={"models": ["shop"]})
    await Tortoise.generate_schemas()
    await Tortoise.close_connections()
asyncio.run(main())
`;

describe("a database made from models is the one that Tortoise ORM makes of the same models", () => {
  for (const kind of databaseKinds) {
    test(kind, { timeout: 180_000 }, async (t) => {
      const python = await usePython("newest");
      await using own = await makeDatabase(kind);
      await using other = await makeDatabase(kind);
      if (python === undefined || own === undefined || other === undefined) return t.skip();
      const url = other.url.replace(/^sqlite:/, "sqlite://");
      await runScript(python, folder, generateSchemas(url));
      const desired = await loadDesired(plugin, {
        paths: ["test/plugins/models/fixtures/shop.ts"],
        dialect: dialectOf(kind),
      });
      assert.ok("schema" in desired);
      await own.make(desired.schema);
      const schema = await own.schema();
      assert.equal(schema.tables.length, 9);
      assertMade(schema, await other.schema(), kind);
    });
  }
});
