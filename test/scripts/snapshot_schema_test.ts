import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { snapshotSchema, snapshotSchemaFiles } from "../../scripts/snapshot_schema.ts";

for (const path of snapshotSchemaFiles) {
  test(`${path} is what scripts/snapshot_schema.ts makes of core/schema.ts`, () => {
    const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
    assert.equal(text, snapshotSchema(), "run `bun scripts/snapshot_schema.ts`");
  });
}
