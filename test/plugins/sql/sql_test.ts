import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { plugin } from "../../../plugins/sql/mod.ts";
import { dialect } from "../../../adapters/sqlite/dialect.ts";
import { openMemory } from "../../adapters/sqlite/memory.ts";

const request = { root: "/app", paths: ["schema/*.sql"], options: {}, dialect: "sqlite" };

function scriptOf(files: Readonly<Record<string, string>>) {
  const desired = plugin.translate(files, request);
  assert.ok("script" in desired);
  return desired;
}

describe("the plugin sql", () => {
  test("wants the files as they are", () => {
    assert.deepEqual(plugin.loader(request), { runtime: "files", paths: ["schema/*.sql"] });
  });

  test("leaves one file as it is, so that lines in errors are its own", () => {
    const text = "\n-- people\nCREATE TABLE people (id INTEGER);\n";
    assert.deepEqual(scriptOf({ "schema.sql": text }), { script: text, file: "schema.sql" });
  });

  test("joins files that end without a terminator, or with a comment", async () => {
    const { script, file } = scriptOf({
      "a.sql": "\uFEFFCREATE TABLE a (id INTEGER)",
      "b.sql": "CREATE TABLE b (id INTEGER); -- the second",
      "c.sql": "CREATE TABLE c (id INTEGER) -- the third",
      "d.sql": "CREATE VIEW d AS SELECT id FROM c;\n",
    });
    assert.equal(file, "a.sql, b.sql, c.sql, d.sql");
    using memory = openMemory();
    for (const statement of dialect.split([script])) memory.exec(statement.text);
    const { tables, objects } = await memory.schema();
    assert.deepEqual(tables.map(({ name }) => name), ["a", "b", "c"]);
    assert.deepEqual(objects.map(({ name }) => name), ["d"]);
  });
});
