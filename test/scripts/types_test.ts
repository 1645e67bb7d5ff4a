import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { libraryTypes } from "../../scripts/types.ts";

test("project/library_types.json is what scripts/types.ts makes of the sources", () => {
  const file = new URL("../../project/library_types.json", import.meta.url);
  assert.deepEqual(
    JSON.parse(readFileSync(file, "utf8")),
    libraryTypes(),
    "run `bun scripts/types.ts`",
  );
});
