import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder, run } from "./run.ts";

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));
const patient = { timeout: 60_000 };

describe("models that cannot be read", () => {
  test("tell once what was thrown, and who called what threw it", patient, async () => {
    using place = folder({
      "package.json": JSON.stringify({ type: "module" }),
      "whimbrel.json": JSON.stringify({ models: { plugin: "sequelize", path: "models.js" } }),
      "settings.js":
        'export const read = () => {\n  throw new Error("no settings\\nat all");\n};\n',
      "models.js": 'import { read } from "./settings.js";\n\nread();\n',
    });
    symlinkSync(packages, join(place.cwd, "node_modules"));
    const { code, stderr } = await place.run("diff");
    assert.equal(code, 2);
    const lines = stderr.trimEnd().split("\n");
    assert.match(lines[0]!, /^error: .*"sequelize": settings\.js:2: no settings$/);
    assert.deepEqual(lines.slice(1, 2), ["  - at all"]);
    assert.match(lines[2]!, /^ {2}- called at models\.js:3(?::\d+)?$/);
    assert.match(lines[3]!, /^hint: mend the models/);
  });

  test("for want of a Python say where one is looked for", patient, async () => {
    using place = folder({
      "whimbrel.json": JSON.stringify({ models: { plugin: "tortoise", path: "models.py" } }),
      "named.json": JSON.stringify({
        models: { plugin: "tortoise", path: "models.py", python: "./nowhere/python" },
      }),
      "models.py": "",
    });
    const env = { ...place.env, PATH: place.cwd };
    const none = await run(["diff"], { cwd: place.cwd, env });
    assert.match(none.stderr, /there is no Python: no \.venv or venv in the project, no "python3"/);
    assert.match(none.stderr, /^hint: make the environment .* `python3 -m venv \.venv`/m);
    const named = await run(["diff", "--config", "named.json"], { cwd: place.cwd, env });
    assert.match(named.stderr, /there is no Python "\.\/nowhere\/python"\nhint: see to `python`/);
  });
});
