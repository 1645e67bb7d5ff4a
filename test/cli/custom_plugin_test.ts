import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { executable } from "../docs/transcript.ts";
import { folder, spawn } from "./run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What runs the program. */
const programs: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "the executable": [executable],
  Bun: [join(root, "node_modules/.bin/bun"), join(root, "cmd/main.ts")],
};

describe("a project whose plugin is a file of its own", () => {
  for (const [name, [program, ...first]] of Object.entries(programs)) {
    test(`makes migrations out of its models with ${name}`, { timeout: 60_000 }, () => {
      using place = folder({ "package.json": `{ "type": "module" }` }, {});
      cpSync(join(root, "examples/custom-plugin"), place.cwd, { recursive: true });
      const run = (...args: readonly string[]) => {
        const { code, stdout, stderr } = spawn(program, [...first, ...args], place);
        assert.equal(code, 0, `whimbrel ${args.join(" ")}: ${stderr}`);
        return stdout;
      };
      const migrate = (title: string) =>
        readFileSync(join(place.cwd, run("migrate", "--name", title).trim()), "utf8");
      assert.match(migrate("first"), /CREATE TABLE "member"[^]*FOREIGN KEY \("team"\) REFERENCES/);
      run("upgrade");
      run("check");
      const entities = join(place.cwd, "entities.js");
      const text = readFileSync(entities, "utf8");
      writeFileSync(entities, text.replace('age: "number?"', 'age: "number?", town: "text?"'));
      assert.match(migrate("second"), /ALTER TABLE "member" ADD COLUMN "town" TEXT/);
      run("upgrade");
      run("check");
    });
  }
});
