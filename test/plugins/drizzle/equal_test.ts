import { describe, test } from "node:test";
import { assertMade } from "../assert_made.ts";
import { databaseKinds, dialectOf } from "../databases.ts";
import { exportByKit } from "./kit.ts";
import { loadSchema } from "./load.ts";
import { made } from "./made.ts";

describe("Drizzle's models make what drizzle-kit makes", () => {
  for (const kind of databaseKinds) {
    const dialect = dialectOf(kind);
    const path = `test/plugins/drizzle/fixtures/${dialect}.ts`;
    for (const casing of [undefined, "snake_case"]) {
      test(`on ${kind}, ${casing ?? "names as they are"}`, { timeout: 60_000 }, async () => {
        const options = casing === undefined ? {} : { casing };
        const theirs = await made(kind, exportByKit(path, { dialect, ...options }));
        const ours = await made(kind, await loadSchema([path], { dialect, options }));
        assertMade(ours, theirs, kind);
      });
    }
  }
});
