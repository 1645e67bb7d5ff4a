import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { emptySchema } from "../../../core/schema.ts";
import type { ModelsRequest } from "../../../core/plugin.ts";
import { plugin } from "../../../plugins/command/mod.ts";

function request(
  options: ModelsRequest["options"],
  more: Partial<ModelsRequest> = {},
): ModelsRequest {
  return { root: "/app", paths: [], options, dialect: "postgres", ...more };
}

const print = request({ command: ["node", "print.js", "--for={dialect}"] });

describe("the plugin program", () => {
  test("runs the command for the dialect", () => {
    assert.deepEqual(plugin.loader(print), {
      runtime: "command",
      command: ["node", "print.js", "--for=postgres"],
    });
  });

  test("takes an object for a snapshot", () => {
    assert.deepEqual(plugin.translate({ dialect: "postgres" }, print), { schema: emptySchema });
  });

  test("takes text for SQL", () => {
    assert.deepEqual(plugin.translate("CREATE TABLE a (b int);\n", print), {
      script: "CREATE TABLE a (b int);\n",
      file: "node print.js --for=postgres",
    });
  });

  test("refuses an output of nothing, which would drop everything", () => {
    assert.throws(() => plugin.translate(" \n", print), {
      code: "models",
      message: 'The program "node print.js --for=postgres" printed nothing',
    });
  });

  test("names the command where its snapshot is wrong", () => {
    assert.throws(() => plugin.translate([], print), {
      code: "models",
      message: "Cannot read the snapshot: it must be an object, not a list",
      place: { file: "node print.js --for=postgres" },
    });
  });

  const wrong: readonly [what: string, request: ModelsRequest, why: string][] = [
    ["no command", request({}), '"command" must be a list of words'],
    ["an empty command", request({ command: [] }), '"command" must be a list of words'],
    ["a line of a shell", request({ command: "node x.js" }), '"command" must be a list of words'],
    [
      "an unknown key",
      request({ command: ["x"], comand: 1 }),
      'there is no key "comand" for the plugin "program"',
    ],
    [
      "a path",
      request({ command: ["x"] }, { paths: ["a.json"] }),
      'there is no key "path" for the plugin "program"',
    ],
  ];
  for (const [what, given, why] of wrong) {
    test(`refuses ${what}`, () => {
      assert.throws(() => plugin.loader(given), {
        code: "models",
        message: `Cannot use "models" of the configuration: ${why}`,
      });
    });
  }
});
