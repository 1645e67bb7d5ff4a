import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import manifest from "../package.json" with { type: "json" };
import { writePackage } from "../scripts/package.ts";
import { type Ended, openScratch, type Scratch } from "./faults/scratch.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** How a runtime starts an installed program, and a script of the project. */
interface Runtime {
  readonly name: string;
  readonly program: readonly string[];
  readonly script: readonly string[];
}

const runtimes: readonly Runtime[] = [
  { name: "node", program: ["npx", "--offline", "whimbrel"], script: ["node"] },
  {
    name: "bun",
    program: ["bunx", "--bun", "--no-install", "whimbrel"],
    script: ["bun", "run"],
  },
  {
    name: "deno",
    program: ["deno", "run", "-A", "npm:whimbrel"],
    script: ["deno", "run", "-A", "--no-check"],
  },
];

const sqlMigration = `-- revision: aaaaaaaaaaaa
-- parents:

-- upgrade
CREATE TABLE birds (name text NOT NULL);

-- downgrade
DROP TABLE birds;
`;

/** Needs the library at run time, and a feature of TypeScript. */
const scriptMigration = `// revision: bbbbbbbbbbbb
// parents: aaaaaaaaaaaa

import { type Operations, WhimbrelError } from "whimbrel";

export async function upgrade(op: Operations): Promise<void> {
  const { code, exitCode } = new WhimbrelError("usage", "made by hand");
  await op.execute(\`INSERT INTO birds VALUES ('\${code} \${exitCode}')\`);
}

export async function downgrade(op: Operations): Promise<void> {
  await op.execute("DELETE FROM birds");
}
`;

/** What an application does with the library; every type here comes from the declarations. */
const application = `import { open, type Operations, type Status } from "whimbrel";

await using whimbrel = await open({ root: import.meta.dirname! });
const { steps } = await whimbrel.plan("upgrade");
const results = await whimbrel.upgrade();
await whimbrel.assertUpToDate();
const status: Status = await whimbrel.status();
console.log(JSON.stringify([steps.length, results.map(({ step }) => step.name), typeof status]));

export async function upgrade(op: Operations): Promise<void> {
  await op.execute("SELECT 1");
}
`;

const testing = `import { type ConformanceOptions, testAdapter } from "whimbrel/testing";

export const options: ConformanceOptions = {
  createDatabase: () => Promise.resolve({ url: "sqlite::memory:", drop: () => Promise.resolve() }),
};
console.log(typeof testAdapter);
`;

/** Each line is an error if the declarations say what they should. */
const wrong = `import { open, type Operations } from "whimbrel";
import type { ConformanceOptions } from "whimbrel/testing";

export const whimbrel: string = await open({ root: 1 });
export const wrong = (op: Operations) => op.execute(1);
export const options: ConformanceOptions = {};
`;

describe("the npm package", { timeout: 120_000 }, () => {
  let project: Scratch;
  const run = (words: readonly string[], database = "app.db"): Promise<Ended> =>
    project.run([], {
      command: words,
      env: {
        DATABASE_URL: `sqlite:${database}`,
        PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
      },
    });
  const succeed = async (words: readonly string[], database?: string): Promise<string> => {
    const { code, stdout, stderr } = await run(words, database);
    assert.equal(code, 0, `${words.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };

  before(async () => {
    project = openScratch("package");
    project.write("package.json", JSON.stringify({ type: "module" }));
    project.migration("20260101_0000-aaaaaaaaaaaa_birds.sql", sqlMigration);
    project.migration("20260102_0000-bbbbbbbbbbbb_name.ts", scriptMigration);
    project.write("app.ts", application);
    project.write("testing.ts", testing);
    project.write("wrong.ts", wrong);
    writePackage(project.path("package"));
    await succeed(["npm", "pack", "--silent", "./package"]);
    copyDependencies(project.path("."));
    // Offline, npm fails where the package wants anything but what was copied.
    await succeed(["npm", "install", "--offline", `./whimbrel-${manifest.version}.tgz`]);
  });
  after(() => project[Symbol.dispose]());

  test("holds the code, the texts, and no TypeScript but declarations", () => {
    const installed = project.path("node_modules/whimbrel");
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    for (
      const name of [
        "mod.js",
        "mod.d.ts",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "docs/library.md",
      ]
    ) {
      assert.ok(files.includes(name), name);
    }
    const strange = files.filter((name) =>
      (/\.ts$/.test(name) && !name.endsWith(".d.ts")) || name.includes("_test.") ||
      /^(?:scripts|examples|node_modules|test\/(?!adapters(?:$|\/conformance)))/.test(name)
    );
    assert.deepEqual(strange, []);
  });

  for (const { name, program, script } of runtimes) {
    test(`runs SQL and TypeScript migrations on ${name}`, async () => {
      const whimbrel = (...words: readonly string[]) =>
        succeed([...program, ...words], `${name}.db`);
      const line = await whimbrel("--version");
      assert.match(line, new RegExp(`^whimbrel ${manifest.version} \\(commit \\w+, ${name} `));
      assert.doesNotMatch(line, /commit source/);
      await whimbrel("upgrade");
      assert.deepEqual(project.query("SELECT name FROM birds", `${name}.db`), [{
        name: "usage 2",
      }]);
      const states = async () => {
        const { migrations } = JSON.parse(await whimbrel("status", "--json"));
        return migrations.map((each: { readonly state: string }) => each.state);
      };
      assert.deepEqual(await states(), ["applied", "applied"]);
      await whimbrel("downgrade", "base", "--yes");
      assert.deepEqual(await states(), ["pending", "pending"]);
    });

    test(`is a library on ${name}`, async () => {
      const stdout = await succeed([...script, "app.ts"], `${name}-library.db`);
      assert.deepEqual(JSON.parse(stdout), [
        2,
        ["20260101_0000-aaaaaaaaaaaa_birds", "20260102_0000-bbbbbbbbbbbb_name"],
        "object",
      ]);
      assert.equal(await succeed([...script, "testing.ts"]), "function\n");
    });
  }

  test("declares its types to TypeScript", async () => {
    const words = ["tsc", "--ignoreConfig", "--noEmit", "--strict", "--types", "node"];
    const options = ["--target", "esnext", "--module", "nodenext"];
    await succeed([...words, ...options, "app.ts", "testing.ts"]);
    const { stdout } = await run([...words, ...options, "wrong.ts"]);
    assert.deepEqual(stdout.match(/^wrong\.ts\(\d+/gm), [
      "wrong.ts(4",
      "wrong.ts(4",
      "wrong.ts(5",
      "wrong.ts(6",
    ], stdout);
  });

  test("declares its types to Deno", async () => {
    await succeed(["deno", "check", "app.ts", "testing.ts", "migrations"]);
    const { code, stderr } = await run(["deno", "check", "wrong.ts"]);
    assert.equal(code, 1);
    assert.match(stderr, /Found 4 errors/);
  });
});

/** Puts what the package depends on into a project as it is here, so that no registry is asked. */
function copyDependencies(project: string): void {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly dev?: true; readonly optional?: true }>>;
  };
  for (const [path, { dev, optional }] of Object.entries(lock.packages)) {
    if (path === "" || dev || optional || !existsSync(join(root, path))) continue;
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
}
