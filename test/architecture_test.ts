import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { findFaults, layers, lineGoal } from "./architecture/rules.ts";

const root = new URL("../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const ours = { dependencies: Object.keys(manifest.dependencies) };

function sourceFiles(): readonly string[] {
  const nested = layers.filter((layer) => existsSync(new URL(layer, root))).flatMap((layer) =>
    readdirSync(new URL(`${layer}/`, root), { recursive: true, encoding: "utf8" })
      .map((name) => `${layer}/${name.replaceAll("\\", "/")}`)
  );
  return [...nested, "mod.ts"].filter((path) => path.endsWith(".ts")).toSorted();
}

describe("the sources", () => {
  const files = sourceFiles().filter((path) => existsSync(new URL(path, root)));
  const sources = files.map((path) => ({ path, text: readFileSync(new URL(path, root), "utf8") }));

  test("are found in every layer", () => {
    for (const layer of ["core/", "adapters/", "project/", "cmd/", "mod.ts"]) {
      assert.ok(files.some((path) => path.startsWith(layer)), `no file in ${layer}`);
    }
  });

  test("keep the laws of the architecture", (t) => {
    const faults = sources.flatMap(({ path, text }) => findFaults(path, text, ours));
    for (const { path, text } of sources) {
      const length = text.split("\n").length - 1;
      if (length > lineGoal) t.diagnostic?.(`${path} has ${length} lines, more than ${lineGoal}`);
    }
    assert.deepEqual(faults, []);
  });
});

test("docs/dependencies.md lists every dependency with its version", () => {
  const page = readFileSync(new URL("docs/dependencies.md", root), "utf8");
  const rows = [...page.matchAll(/^\| \[([^\]]+)\]\S+ *\| ([^|]*?) *\|/gm)];
  const listed = rows.flatMap(([, names = "", versions = ""]) => {
    const each = versions.split(", ");
    return names.split(", ").map((name, index) => [name, each[index]] as const);
  });
  const { dependencies, devDependencies } = manifest;
  assert.deepEqual(Object.fromEntries(listed), { ...dependencies, ...devDependencies });
});

/** Made-up files, and the one fault that each must give; none where `fault` is missing. */
const cases: readonly { name: string; path: string; source: string; fault?: string }[] = [
  {
    name: "lets core import core and node:",
    path: "core/graph.ts",
    source: `import { a } from "./errors.ts";\nimport { join } from "node:path";`,
  },
  {
    name: "refuses a package in core",
    path: "core/graph.ts",
    source: `\nimport * as v from "valibot";`,
    fault: `core/graph.ts:2: core/graph.ts may not import package "valibot"`,
  },
  {
    name: "refuses a type from an adapter in core",
    path: "core/graph.ts",
    source: `import type { X } from "../adapters/ddl.ts";`,
    fault: `core/graph.ts:1: core may not import "adapters/ddl.ts"`,
  },
  {
    name: "refuses a re-export of a command in project",
    path: "project/a.ts",
    source: `export { a, b } from "../cmd/main.ts";`,
    fault: `project/a.ts:1: project may not import "cmd/main.ts"`,
  },
  {
    name: "refuses commands in the library",
    path: "mod.ts",
    source: `export * from "./cmd/main.ts";`,
    fault: `mod.ts:1: mod.ts may not import "cmd/main.ts"`,
  },
  {
    name: "lets project load the library for users' scripts",
    path: "project/library.ts",
    source: `const load = () => import("../mod.ts");`,
  },
  {
    name: "refuses the library beneath itself",
    path: "project/library.ts",
    source: `import { open } from "../mod.ts";`,
    fault: `project/library.ts:1: project may not import "mod.ts"`,
  },
  {
    name: "refuses tests and scripts in commands",
    path: "cmd/main.ts",
    source: `const x = await import("../test/servers/mod.ts");`,
    fault: `cmd/main.ts:1: cmd may not import "test/servers/mod.ts"`,
  },
  {
    name: "refuses one adapter in another",
    path: "adapters/mysql/mod.ts",
    source: `import type { a } from "../postgres/types.ts";`,
    fault: `adapters/mysql/mod.ts:1: adapters may not import "adapters/postgres/types.ts"`,
  },
  {
    name: "refuses project in a plugin",
    path: "plugins/orm/mod.ts",
    source: `import { a } from "../../project/a.ts";`,
    fault: `plugins/orm/mod.ts:1: plugins may not import "project/a.ts"`,
  },
  {
    name: "lets a plugin import what neighbours share",
    path: "plugins/orm/program.ts",
    source: `import { a } from "../program.ts";`,
  },
  {
    name: "lets an adapter import its folder, ddl.ts and core",
    path: "adapters/mysql/render.ts",
    source: `import { a } from "./types.ts";\nimport { b } from "../ddl.ts";\n` +
      `import { c } from "../../core/schema.ts";`,
  },
  {
    name: "refuses an adapter that is loaded at start-up",
    path: "project/adapters.ts",
    source: `import { sqlite } from "../adapters/sqlite/mod.ts";`,
    fault: `project/adapters.ts:1: "adapters/sqlite/mod.ts" must be loaded with import() ` +
      `when it is needed`,
  },
  {
    name: "lets the table load an adapter when it is needed, and use its types",
    path: "adapters/mod.ts",
    source:
      `import type { A } from "./sqlite/mod.ts";\nimport { type B } from "./mysql/mod.ts";\n` +
      `const table = [() => import("./sqlite/mod.ts")];`,
  },
  {
    name: "lets connect.ts import its driver",
    path: "adapters/postgres/connect.ts",
    source: `import postgres from "postgres";\nimport { DatabaseSync } from "node:sqlite";`,
  },
  {
    name: "refuses a driver in a command",
    path: "cmd/status.ts",
    source: `const mysql = await import("mysql2/promise");`,
    fault: `cmd/status.ts:1: driver "mysql2/promise" is imported outside an adapter's ` +
      `connect.ts or embedded.ts`,
  },
  {
    name: "refuses the built-in driver elsewhere in its adapter",
    path: "adapters/sqlite/shadow.ts",
    source: `import { DatabaseSync } from "node:sqlite";`,
    fault: `adapters/sqlite/shadow.ts:1: driver "node:sqlite" is imported outside an adapter's ` +
      `connect.ts or embedded.ts`,
  },
  {
    name: "lets embedded.ts import a server that runs in the process",
    path: "adapters/postgres/embedded.ts",
    source: `const { PGlite } = await import("@electric-sql/pglite");`,
  },
  {
    name: "refuses a package that only development has",
    path: "cmd/a.ts",
    source: `import fc from "fast-check";`,
    fault: `cmd/a.ts:1: package "fast-check" is not among the dependencies of package.json`,
  },
  {
    name: "refuses an import for its side effects",
    path: "cmd/a.ts",
    source: `import "./register.ts";`,
    fault: `cmd/a.ts:1: "./register.ts" is imported for its side effects`,
  },
  {
    name: "refuses an import without an extension",
    path: "core/a.ts",
    source: `import { b } from "./b";`,
    fault: `core/a.ts:1: "./b" has no extension`,
  },
  {
    name: "refuses import() of anything outside project",
    path: "core/a.ts",
    source: "const load = (name: string) => import(`./${name}.ts`);",
    fault: "core/a.ts:1: only project/ may import() what it does not know beforehand",
  },
  {
    name: "lets project import() what the user names",
    path: "project/worker.ts",
    source: `const module = await import(pathToFileURL(file).href);`,
  },
  {
    name: "refuses a dialect in an identifier of core",
    path: "core/a.ts",
    source: `const isMysqlServer = true;`,
    fault: `core/a.ts:1: core names "Mysql"`,
  },
  {
    name: "refuses a dialect in a string of core",
    path: "core/a.ts",
    source: 'const b = dialect.name === `sqlite`;\n// a comment may name "postgres"',
    fault: `core/a.ts:1: core names "sqlite"`,
  },
  {
    name: "refuses a dialect inside a template of core",
    path: "core/a.ts",
    source: "const b = `${`a${x === 'mysql'}`}`;",
    fault: `core/a.ts:1: core names "mysql"`,
  },
  {
    name: "refuses an ORM in a regular expression of core",
    path: "core/a.ts",
    source: `const b = /"drizzle/;`,
    fault: `core/a.ts:1: core names "drizzle"`,
  },
  {
    name: "refuses a default export",
    path: "core/a.ts",
    source: `export default function a() {}`,
    fault: `core/a.ts:1: default export`,
  },
  {
    name: "refuses an enum",
    path: "core/a.ts",
    source: `export enum Color { red }`,
    fault: `core/a.ts:1: enum`,
  },
  {
    name: "refuses a namespace",
    path: "core/a.ts",
    source: `declare namespace A { }`,
    fault: `core/a.ts:1: namespace`,
  },
  {
    name: "refuses type any",
    path: "core/a.ts",
    source: `const a = (b: Record<string, any>) => b;`,
    fault: `core/a.ts:1: type any`,
  },
  {
    name: "lets words be used as names of fields",
    path: "core/a.ts",
    source: `const a = { any: 1, enum: 2, import: 3, default: 4 };\nAbortSignal.any([]); a.enum;`,
  },
  {
    name: "refuses a global that changes",
    path: "core/a.ts",
    source: `function f() { let inside = 1; }\nlet outside = 2;`,
    fault: `core/a.ts:2: top-level let is a global`,
  },
  {
    name: "reads on after a regular expression with quotes and a division",
    path: "core/a.ts",
    source: `const a = /[/"']/.test(b), c = d / 2, e = f / 3;\nexport var g = "x";`,
    fault: `core/a.ts:2: top-level var is a global`,
  },
  {
    name: "reads on after a regular expression that opens a hole of a template",
    path: "core/a.ts",
    source: "const a = `${ /[`}]/.test(b) ? `${c}` : ''}${/}/ }/`, d = 'x' / 2 / 3;\nlet e = 1;",
    fault: `core/a.ts:2: top-level let is a global`,
  },
  {
    name: "takes no comment, string or template for an import",
    path: "core/a.ts",
    source: `/* import "x" */\nconst a = 'import "x"', b = \`import "x"; \${c} let d\`;\n` +
      `export { a };\nexport const f = 1;\nconst from = "postgr";`,
  },
  {
    name: "refuses a file that it cannot read",
    path: "core/a.ts",
    source: `const a = (1;`,
    fault: `core/a.ts:1: brackets do not match, so the rules cannot read it`,
  },
  {
    name: "refuses a long file",
    path: "core/a.ts",
    source: "const a = 1;\n".repeat(401),
    fault: `core/a.ts:401: longer than 400 lines`,
  },
  {
    name: "refuses a file name in another case",
    path: "core/revisionGraph.ts",
    source: ``,
    fault: `core/revisionGraph.ts:1: the path is not in snake_case`,
  },
];

describe("findFaults()", () => {
  const dependencies = ["valibot", "postgres", "mysql2", "@electric-sql/pglite"];
  for (const { name, path, source, fault } of cases) {
    test(name, () => {
      const faults = findFaults(path, source, { dependencies });
      assert.deepEqual(faults, fault === undefined ? [] : [fault]);
    });
  }
});
