import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { emptySchema } from "../../../core/schema.ts";
import { plugin } from "../../../plugins/snapshot/mod.ts";

const request = { root: "/app", paths: ["schema.json"], options: {}, dialect: "sqlite" };

describe("the plugin snapshot", () => {
  test("wants the file as it is", () => {
    assert.deepEqual(plugin.loader(request), { runtime: "files", paths: ["schema.json"] });
  });

  test("reads a snapshot", () => {
    assert.deepEqual(plugin.translate({ "schema.json": "{}" }, request), { schema: emptySchema });
  });

  test("names the file and the line of what it does not know", () => {
    assert.throws(() => plugin.translate({ "db/schema.json": '{\n"tabels": []}' }, request), {
      code: "models",
      place: { file: "db/schema.json", line: 2 },
      message: 'Cannot read the snapshot: tabels: there is no key "tabels" here: ' +
        'did you mean "tables"?',
    });
  });

  for (const files of [{}, { "a.json": "{}", "b.json": "{}" }]) {
    const count = Object.keys(files).length;
    test(`refuses ${count} files`, () => {
      assert.throws(() => plugin.translate(files, request), {
        code: "models",
        message: `Cannot read ${count} snapshots: it must be one`,
      });
    });
  }
});
