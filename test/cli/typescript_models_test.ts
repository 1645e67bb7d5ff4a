import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { executable } from "../docs/transcript.ts";
import { folder, spawn } from "./run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What runs the program. Nothing is installed in the project. */
const programs: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "the executable": [executable],
  Bun: [join(root, "node_modules/.bin/bun"), join(root, "cmd/main.ts")],
  Node: [join(root, "node_modules/.bin/node"), join(root, "cmd/main.ts")],
};

const models = `
import { fields, Model } from "whimbrel/models";
export class Persoane extends Model {
  adresa = fields.CharField({ maxLength: 200, null: true });
}
`;

describe("a project with models in TypeScript and no packages", () => {
  for (const [name, [program, ...first]] of Object.entries(programs)) {
    test(`makes migrations for two dialects with ${name}`, { timeout: 120_000 }, () => {
      using place = folder({
        "package.json": `{ "type": "module" }`,
        "src/models.ts": models,
        "whimbrel.json": JSON.stringify({
          url: "sqlite:app.db",
          dialects: ["sqlite", "postgres"],
          models: { plugin: "models", path: "src/*.ts" },
        }),
      }, {});
      const run = (...args: readonly string[]) => {
        const { code, stdout, stderr } = spawn(program, [...first, ...args], place);
        assert.equal(code, 0, `whimbrel ${args.join(" ")}: ${stderr}`);
        return stdout;
      };
      const migrate = (...args: readonly string[]) =>
        readFileSync(join(place.cwd, run("migrate", ...args).trim()), "utf8");
      const text = migrate("--name", "first");
      assert.match(text, /-- upgrade: sqlite\nCREATE TABLE "persoane"[^]*"adresa" VARCHAR\(200\)/);
      assert.match(text, /-- upgrade: postgres\n[^]*"adresa" character varying\(200\)/);
      run("upgrade");
      writeFileSync(
        join(place.cwd, "src/models.ts"),
        models.replace(/\}\n$/, "  varsta = fields.SmallIntField({ null: true });\n}\n"),
      );
      assert.match(
        migrate("--name", "second"),
        /-- upgrade: sqlite\nALTER TABLE "persoane" ADD COLUMN "varsta" SMALLINT;/,
      );
      run("upgrade");
      run("check");
    });
  }
});
