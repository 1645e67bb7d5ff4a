import assert from "node:assert/strict";
import process from "node:process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { binary, openScratch } from "../faults/scratch.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = `${root}cmd/main.ts`;

/** The commands that run the program, by what runs it. */
const runtimes: Readonly<Record<string, readonly string[]>> = {
  "the executable": [binary],
  Bun: ["bun", main],
  Deno: ["deno", "run", "-A", "--no-check", "--config", "deno.json", main],
  Node: ["node", main],
};

const migration = `// revision: aaaaaaaaaaaa
// parents:

import { defineConfig, type Operations, WhimbrelError } from "whimbrel";
import { columns } from "../lib/columns.ts";
import { tiny } from "tiny";

export async function upgrade(op: Operations): Promise<void> {
  const error = new WhimbrelError("usage", "made by hand");
  const { dir } = defineConfig({ dir: "here" });
  await op.execute(\`CREATE TABLE made (\${columns.join(", ")})\`);
  await op.execute(
    \`INSERT INTO made VALUES ('\${tiny()}', '\${error.code} \${error.exitCode}', '\${dir}')\`,
  );
}

export async function downgrade(op: Operations): Promise<void> {
  await op.execute("DROP TABLE made");
}
`;

describe("a TypeScript migration that imports the library, a module and a package", () => {
  for (const [name, command] of Object.entries(runtimes)) {
    test(`runs on ${name}`, async () => {
      using scratch = openScratch("runtime");
      scratch.migration("20260101_0000-aaaaaaaaaaaa_made.ts", migration);
      scratch.write(
        "lib/columns.ts",
        `export const columns: readonly string[] = ["a", "b", "c"];\n`,
      );
      scratch.write(
        "node_modules/tiny/package.json",
        JSON.stringify({ name: "tiny", version: "1.0.0", type: "module", exports: "./tiny.js" }),
      );
      scratch.write("node_modules/tiny/tiny.js", `export const tiny = () => "from a package";\n`);
      scratch.write(
        "package.json",
        JSON.stringify({ type: "module", dependencies: { tiny: "1.0.0" } }),
      );
      // Deno resolves imports by the project's own map; the others need none.
      scratch.write(
        "deno.json",
        JSON.stringify({ nodeModulesDir: "manual", imports: { whimbrel: `${root}mod.ts` } }),
      );
      const env = { PATH: `${root}node_modules/.bin:${process.env["PATH"]}` };
      const up = await scratch.run(["upgrade"], { command, env });
      assert.equal(up.code, 0, up.stderr);
      assert.deepEqual(scratch.query("SELECT * FROM made"), [
        { a: "from a package", b: "usage 2", c: "here" },
      ]);
      const down = await scratch.run(["downgrade", "--yes"], { command, env });
      assert.equal(down.code, 0, down.stderr);
      assert.deepEqual(scratch.query("SELECT name FROM sqlite_schema WHERE name = 'made'"), []);
    });
  }
});
