import assert from "node:assert/strict";
import process from "node:process";
import { describe, test } from "node:test";
import type { Plugin } from "../../core/plugin.ts";
import { readSnapshot } from "../../core/snapshot.ts";
import { plugin as program } from "../../plugins/command/mod.ts";
import { plugin as models } from "../../plugins/models/mod.ts";
import { parseConfig } from "../../project/config_schema.ts";
import { blocksOf, readPage } from "../docs/markdown.ts";
import { makeDatabase } from "./databases.ts";
import { loadDesired, loadScript, makeProject } from "./load.ts";

/** The blocks of a page in one language. */
function blocks(page: string, language: string): readonly string[] {
  return blocksOf(readPage(page)).filter((block) => block.language === language)
    .map(({ text }) => text);
}

test("every configuration in the pages of plugins is one", () => {
  const names = [
    "models",
    "plugins/models",
    "plugins/program",
    "plugins/sequelize",
    "custom-plugin",
  ];
  for (const name of [...names, "plugins/sql"]) {
    const found = blocks(`docs/${name}.md`, "json").map((text) => JSON.parse(text));
    assert.ok(found.length > 0, name);
    for (const config of found) parseConfig(config, `${name}.md`);
  }
});

test("the snapshot of docs/plugins/snapshot.md can be made", async (t) => {
  const [, text = ""] = blocks("docs/plugins/snapshot.md", "json");
  const schema = readSnapshot(JSON.parse(text), "postgres", { file: "snapshot.md" });
  await using database = await makeDatabase("postgres15");
  if (database === undefined) return t.skip();
  await database.make(schema);
  const { tables } = await database.schema();
  assert.deepEqual(tables.map(({ name, indexes }) => [name, indexes.length]), [["users", 1]]);
});

describe("docs/plugins/program.md", () => {
  test("shows a program for Kysely that prints SQL", async () => {
    const [text = ""] = blocks("docs/plugins/program.md", "js");
    using project = makeProject({ "print.mjs": text });
    const script = await loadScript(program, {
      root: project.root,
      paths: [],
      dialect: "postgres",
      options: { command: [process.execPath, "print.mjs"] },
    });
    assert.equal(
      script,
      'create table "users" ("id" serial primary key, "email" text not null unique);\n',
    );
  });
});

describe("docs/plugins/models.md", () => {
  test("shows models that can be loaded", async () => {
    const [text = ""] = blocks("docs/plugins/models.md", "ts");
    using project = makeProject({ "src/models/people.ts": text });
    const [config = ""] = blocks("docs/plugins/models.md", "json");
    const { models: { path } } = JSON.parse(config);
    const schemas = ["sqlite", "postgres", "mysql"].map((dialect) =>
      schemaOf(models, { root: project.root, paths: [path], dialect })
    );
    for (const { tables } of await Promise.all(schemas)) {
      assert.deepEqual(tables.map(({ name }) => name), ["people", "team", "people_people"]);
    }
  });
});

async function schemaOf(plugin: Plugin, request: Parameters<typeof loadDesired>[1]) {
  const desired = await loadDesired(plugin, request);
  assert.ok("schema" in desired);
  return desired.schema;
}
