import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { programs } from "../../scripts/programs.ts";

test("every plugin's program.json is what scripts/programs.ts makes of its source", () => {
  const made = programs();
  assert.ok(made.size >= 4);
  for (const [path, text] of made) {
    const written = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
    assert.equal(written, text, `${path} is out of step: run \`bun scripts/programs.ts\``);
  }
});
