import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { plugin } from "../../../plugins/tortoise/mod.ts";
import { pythonNames, usePython } from "../../python.ts";
import { databaseKinds, dialectOf, makeDatabase } from "../databases.ts";
import { makeProject, request, runScript, scriptOf } from "../run_python.ts";

const project = fileURLToPath(new URL("project", import.meta.url));

/** Makes everything by Tortoise itself. */
const generateSchemas = (modules: readonly string[], url: string) => `
import asyncio
from tortoise import Tortoise
async def main():
    await Tortoise.init(db_url=${JSON.stringify(url)}, modules={"models": ${
  JSON.stringify(modules)
}})
    await Tortoise.generate_schemas()
    await Tortoise.close_connections()
asyncio.run(main())
`;

/** The URL of a database as Tortoise takes it. */
function urlOf(url: string): string {
  return url.replace(/^sqlite:/, "sqlite://");
}

describe("a database made from Tortoise models is the one that generate_schemas() makes", () => {
  for (const name of pythonNames) {
    for (const kind of databaseKinds) {
      test(`${name} packages, ${kind}`, async (t) => {
        const python = await usePython(name);
        await using own = await makeDatabase(kind);
        await using other = await makeDatabase(kind);
        if (python === undefined || own === undefined || other === undefined) return t.skip();
        const dialect = dialectOf(kind);
        using made = makeProject({}, project);
        const { root } = made;
        const modules = name === "newest" ? ["shop", "modern", `modern_${dialect}`] : ["shop"];
        await runScript(python, root, generateSchemas(modules, urlOf(other.url)));
        const asked = request(root, { paths: modules, dialect, server: own.server });
        await own.run(await scriptOf(python, plugin, asked));
        const schema = await own.schema();
        assert.ok(schema.tables.length >= 8, `${schema.tables.length} tables`);
        assert.deepEqual(schema, await other.schema());
      });
    }
  }
});
