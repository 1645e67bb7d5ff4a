import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { databaseKinds, dialectOf } from "../databases.ts";
import { loadSchema } from "./load.ts";
import { made } from "./made.ts";
import { makeProject } from "./project.ts";

/** What release 1 has in another way, or its tool writes wrong. */
const changes: readonly (readonly [RegExp, string])[] = [
  [/relations, /, ""],
  [/^export const \w+Relations = .*$/m, ""],
  [/\.array\(3\)/, ".array()"],
  [/\.array\(\)\.array\(\)/g, '.array("[][]")'],
  [/ \\\\ here/, " here"],
];

/** A fixture as it is for release 1. */
function fixtureOf(dialect: string): string {
  const text = readFileSync(new URL(`./fixtures/${dialect}.ts`, import.meta.url), "utf8");
  return changes.reduce((whole, [from, to]) => whole.replace(from, to), text);
}

/** What `drizzle-kit export` 1.0.0-rc.5 made of the fixture. */
function exported(dialect: string): string {
  return readFileSync(new URL(`./fixtures/next/${dialect}.sql`, import.meta.url), "utf8");
}

describe("models of Drizzle 1.0.0-rc.5 make what drizzle-kit 1.0.0-rc.5 makes", () => {
  for (const kind of databaseKinds) {
    const dialect = dialectOf(kind);
    // Its SQL has words that MariaDB does not take.
    if (kind === "mariadb") continue;
    test(`on ${kind}`, { timeout: 60_000 }, async () => {
      using project = makeProject({ "schema.ts": fixtureOf(dialect) }, {
        orm: "drizzle-orm-next",
      });
      const schema = await loadSchema(["schema.ts"], { dialect, root: project.root });
      assert.deepEqual(await made(kind, schema), await made(kind, exported(dialect)));
    });
  }
});
