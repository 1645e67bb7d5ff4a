import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { openScratch } from "../faults/scratch.ts";
import { type Expected, good, openApplied, refuses } from "./refuses.ts";

const file = "20260101_0000-aaaaaaaaaaaa_script.ts";
const script = (body: string) => `// revision: aaaaaaaaaaaa\n// parents: 0001_users\n\n${body}`;
const begun = `  await op.execute("CREATE TABLE begun (a)");\n`;

describe("a TypeScript migration that goes wrong while it runs is rolled back", () => {
  const cases: Readonly<Record<string, { body: string; says: readonly RegExp[] }>> = {
    "it throws": {
      body: `export async function upgrade(op) {\n${begun}  throw new Error("not today");\n}\n`,
      says: [/its script failed: not today/, /_script\.ts:6/],
    },
    "it throws what is no error": {
      body: `export async function upgrade(op) {\n${begun}  throw "just a word";\n}\n`,
      says: [/its script failed: just a word/],
    },
    "its statement fails": {
      body: `export async function upgrade(op) {\n${begun}` +
        `  await op.execute("INSERT INTO nowhere VALUES (1)");\n}\n`,
      says: [/statement 2 failed: no such table: nowhere/, /\| INSERT INTO nowhere/],
    },
    "it commits": {
      body: `export async function upgrade(op) {\n${begun}  await op.execute("COMMIT");\n}\n`,
      says: [/COMMIT.*begins or ends a transaction/],
    },
    "it waits for ever": {
      body: `export async function upgrade(op) {\n${begun}  await new Promise(() => {});\n}\n`,
      says: [/did not end within 1 s \(scriptTimeout\)/],
    },
    "it loops for ever": {
      body: `export async function upgrade(op) {\n${begun}  while (true);\n}\n`,
      says: [/did not end within 1 s \(scriptTimeout\)/],
    },
    "it exits": {
      body: `export async function upgrade(op) {\n${begun}  process.exit(0);\n}\n`,
      says: [/ended its process with exit code 0/],
    },
    "it fails later, where nobody waits": {
      body: `export async function upgrade(op) {\n${begun}` +
        `  setTimeout(() => { throw new Error("later"); }, 1);\n` +
        `  await new Promise((resolve) => setTimeout(resolve, 300));\n}\n`,
      says: [/later/],
    },
  };
  for (const [name, { body, says }] of Object.entries(cases)) {
    test(name, async () => {
      using scratch = await openApplied();
      scratch.write("whimbrel.json", JSON.stringify({ scriptTimeout: "1s" }));
      scratch.migration(file, script(body));
      const started = performance.now();
      const { code, stderr } = await scratch.run(["upgrade"], { limit: 20 });
      assert.ok(code === 3 || (name === "it commits" && code === 2), `${code} ${stderr}`);
      assert.ok(performance.now() - started < 6000, "it ends soon");
      for (const words of says) assert.match(stderr, words);
      assert.match(stderr, /everything of this migration was rolled back/);
      assert.match(stderr, /^hint: /m);
      assert.deepEqual(scratch.query("SELECT name FROM sqlite_schema WHERE name = 'begun'"), []);
      const status = await scratch.run(["status"]);
      assert.match(status.stdout, /1 applied, 1 pending/);
    });
  }
});

describe("a TypeScript migration that cannot be loaded is refused before anything runs", () => {
  const cases: Readonly<Record<string, { text: string; expected: Expected }>> = {
    "it does not compile": {
      text: script(`export async function upgrade(op) {\n  const = 3;\n}\n`),
      expected: {
        code: 2,
        says: [/Cannot load "migrations\/.*_script\.ts"/, /_script\.ts:5/],
        hint: /mend/,
      },
    },
    "it exports nothing": {
      text: script(`const upgrade = 3;\n`),
      expected: {
        code: 2,
        says: [/exports no function "upgrade"/],
        hint: /export async function upgrade/,
      },
    },
    "it imports what is not there": {
      text: script(`import { x } from "./not_there.ts";\nexport function upgrade() { x(); }\n`),
      expected: { code: 2, says: [/Cannot load .*not_there/], hint: /nothing was run/ },
    },
    "it imports a package that is not there": {
      text: script(`import { x } from "no-such-package";\nexport function upgrade() { x(); }\n`),
      expected: { code: 2, says: [/Cannot load .*no-such-package/], hint: /nothing was run/ },
    },
    "it throws when it is loaded": {
      text: script(`throw new Error("at once");\nexport function upgrade() {}\n`),
      expected: { code: 2, says: [/Cannot load .*at once/], hint: /nothing was run/ },
    },
    "it exits when it is loaded": {
      text: script(`process.exit(0);\nexport function upgrade() {}\n`),
      expected: { code: 2, says: [/Cannot load .*ended its process/], hint: /nothing was run/ },
    },
    "it never ends when it is loaded": {
      text: script(`while (true);\nexport function upgrade() {}\n`),
      expected: {
        code: 2,
        says: [/Cannot load .*did not end within 1 s/],
        hint: /nothing was run/,
      },
    },
    "it has no header": {
      text: "export function upgrade() {}\n",
      expected: { code: 2, says: [/Cannot place .*it has no header/], hint: /revision/ },
    },
  };
  for (const [name, { text, expected }] of Object.entries(cases)) {
    test(name, async () => {
      using scratch = await openApplied();
      scratch.write("whimbrel.json", JSON.stringify({ scriptTimeout: "1s" }));
      scratch.migration("0001_zzz.sql", "CREATE TABLE before_it (a);\n");
      scratch.migration(name === "it has no header" ? "0002_plain.ts" : file, text);
      const words = name === "it has no header" ? ["upgrade"] : ["upgrade", "aaaaaaaaaaaa"];
      await refuses(scratch, words, expected, { limit: 20 });
    });
  }

  test("--no-code refuses scripts and configurations that are code", async () => {
    using scratch = await openApplied();
    const trap = `import { writeFileSync } from "node:fs";\nwriteFileSync("ran", "");\n`;
    scratch.migration(file, script(`${trap}export function upgrade() {}\n`));
    await refuses(scratch, ["upgrade", "--no-code"], {
      code: 2,
      says: [/code is switched off \(--no-code\), and it is a script/, /_script\.ts/],
      hint: /SQL/,
    });
    scratch.write("whimbrel.config.ts", `${trap}export default {};\n`);
    await refuses(scratch, ["status", "--no-code"], {
      code: 8,
      says: [/whimbrel\.config\.ts": code is switched off/],
      hint: /whimbrel\.json/,
    });
  });

  test("reading commands never run one", async () => {
    using scratch = await openApplied();
    scratch.migration(
      file,
      script(
        `import { writeFileSync } from "node:fs";\nwriteFileSync("ran", "");\nexport function upgrade() {}\n`,
      ),
    );
    for (const words of [["status"], ["check"], ["check", "--offline"]]) {
      const { code, stderr } = await scratch.run(words);
      assert.ok(code === 0 || code === 1, stderr);
    }
    assert.ok(!existsSync(scratch.path("ran")), "the script did not run");
  });
});

describe("a configuration that is wrong", () => {
  const cases: Readonly<Record<string, { text: string; name?: string; expected: Expected }>> = {
    "a value of the wrong type": {
      text: JSON.stringify({ retries: "many" }),
      expected: { code: 8, says: [/whimbrel\.json/, /retries/, /number/i], hint: /\w/ },
    },
    "a duration that is none": {
      text: JSON.stringify({ lockTimeout: "soon" }),
      expected: { code: 8, says: [/lockTimeout/], hint: /docs\/configuration/ },
    },
    "an unknown key": {
      text: JSON.stringify({ lockTimeot: "3s" }),
      expected: { code: 8, says: [/whimbrel\.json/, /lockTimeot/], hint: /lockTimeout/ },
    },
    "broken JSON": {
      text: `{ "dir": "migrations", }`,
      expected: {
        code: 8,
        says: [/Cannot use the configuration ".*whimbrel\.json"/, /JSON/i],
        hint: /mend the JSON/,
      },
    },
    "broken TypeScript": {
      name: "whimbrel.config.ts",
      text: "export default {\n",
      expected: {
        code: 8,
        says: [/Cannot use the configuration ".*whimbrel\.config\.ts"/],
        hint: /mend/,
      },
    },
    "no default export": {
      name: "whimbrel.config.ts",
      text: "export const config = {};\n",
      expected: { code: 8, says: [/no default export/], hint: /export default/ },
    },
    "a variable that is not set": {
      text: JSON.stringify({ url: "env:NOT_SET_HERE" }),
      expected: { code: 8, says: [/NOT_SET_HERE is not set/], hint: /export NOT_SET_HERE/ },
    },
  };
  for (const [what, { text, name = "whimbrel.json", expected }] of Object.entries(cases)) {
    test(what, async () => {
      using scratch = openScratch("config");
      scratch.migration("0001_users.sql", good);
      writeFileSync(scratch.path(name), text);
      await refuses(scratch, ["upgrade"], expected);
    });
  }

  test("two configurations", async () => {
    using scratch = openScratch("config");
    scratch.write("whimbrel.json", "{}");
    scratch.write("whimbrel.config.ts", "export default {};\n");
    await refuses(scratch, ["status"], {
      code: 8,
      says: [/stands beside it/],
      hint: /one of the two/,
    });
  });
});
