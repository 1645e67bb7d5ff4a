import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { assertMade } from "../assert_made.ts";
import { plugin } from "../../../plugins/drizzle/mod.ts";
import { databaseKinds, dialectOf } from "../databases.ts";
import { exportByKit } from "./kit.ts";
import { loadSchema, root } from "./load.ts";
import { made } from "./made.ts";
import { makeProject } from "./project.ts";

describe("write() gives models that make the same schema again", () => {
  for (const kind of databaseKinds) {
    const dialect = dialectOf(kind);
    test(`on ${kind}`, { timeout: 60_000 }, async () => {
      const path = `test/plugins/drizzle/fixtures/${dialect}.ts`;
      const schema = await made(kind, exportByKit(path, { dialect }));
      const code = plugin.write!(schema, dialect);
      using project = makeProject({ "schema.ts": code });
      const again = await made(
        kind,
        await loadSchema(["schema.ts"], { dialect, root: project.root }),
      );
      assertMade(again, schema, kind, code);
      assert.equal(typeErrors(project.root), "");
    });
  }
});

/** What the compiler has to say about the models. */
function typeErrors(folder: string): string {
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022"];
  const modules = ["--module", "esnext", "--moduleResolution", "bundler"];
  return spawnSync(join(root, "node_modules/.bin/tsc"), [...options, ...modules, "schema.ts"], {
    cwd: folder,
    encoding: "utf8",
  })
    .stdout;
}
