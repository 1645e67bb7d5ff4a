import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WhimbrelError } from "../../../core/errors.ts";
import type { Schema } from "../../../core/schema.ts";
import { load, type LoadOptions, loadSchema } from "./load.ts";
import { makeProject } from "./project.ts";

const table = `import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const users = sqliteTable("users", { id: integer().primaryKey(), fullName: text() });
`;

/** Loads models of a project's files for SQLite. */
async function loadFiles(
  files: Readonly<Record<string, string>>,
  paths: readonly string[] = ["schema.ts"],
  options: Partial<LoadOptions> & { readonly modules?: string } = {},
): Promise<Schema> {
  using project = makeProject(files, options);
  return await loadSchema(paths, { dialect: "sqlite", root: project.root, ...options });
}

/** The error of models that cannot be loaded, as one text. */
async function errorOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof WhimbrelError, `No WhimbrelError: ${String(error)}`);
  assert.equal(error.code, "models");
  return [error.message, ...error.notes].join("\n");
}

function names({ tables }: Schema): readonly string[] {
  return tables.map(({ name }) => name);
}

describe("Drizzle's models are found", () => {
  const files = {
    "src/users.ts": table,
    "src/posts.ts": table.replaceAll("users", "posts"),
    "src/deep/tags.ts": table.replaceAll("users", "tags"),
    "src/types.d.ts": "export type Never = never;\n",
    "src/notes.md": "no module",
  };
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["in one file", ["src/users.ts"], ["users"]],
    ["in several files", ["src/users.ts", "./src/posts.ts"], ["posts", "users"]],
    ["in a folder", ["src"], ["posts", "users"]],
    ["by a glob", ["src/*.ts"], ["posts", "users"]],
    ["by a glob through folders", ["src/**/*.ts"], ["posts", "tags", "users"]],
    ["by a glob of choices", ["src/{users,posts}.ts"], ["posts", "users"]],
  ];
  for (const [what, paths, expected] of cases) {
    test(what, async () => assert.deepEqual(names(await loadFiles(files, paths)), expected));
  }

  test("by drizzle.config.ts, with its casing", async () => {
    const config = `import { defineConfig } from "drizzle-kit";
      export default defineConfig({
        dialect: "sqlite",
        schema: ["./src/users.ts", "./src/deep"],
        casing: "snake_case",
        tablesFilter: ["app_*"],
      });`;
    for (const paths of [[], ["drizzle.config.ts"]]) {
      using project = makeProject({ ...files, "drizzle.config.ts": config });
      const desired = await load(paths, { dialect: "sqlite", root: project.root });
      assert.ok("schema" in desired);
      assert.deepEqual(names(desired.schema), ["tags", "users"]);
      assert.equal(desired.schema.tables[1]?.columns[1]?.name, "full_name");
      assert.match(desired.notes?.join("\n") ?? "", /tablesFilter.*app_\*/);
    }
  });

  test("by a configuration in a package of a monorepo, with its own packages", async () => {
    const schema = await loadFiles(
      {
        "packages/db/drizzle.config.json": JSON.stringify({
          dialect: "turso",
          schema: "./src/*.ts",
        }),
        "packages/db/src/users.ts": table,
      },
      ["packages/db/drizzle.config.json"],
      { modules: "packages/db/node_modules" },
    );
    assert.deepEqual(names(schema), ["users"]);
  });

  test("in another package that has packages of its own", async () => {
    const schema = await loadFiles(
      {
        "apps/web/schema.ts": `export * from "../../packages/db/schema.ts";\n`,
        "packages/db/schema.ts": table,
      },
      ["packages/db/schema.ts"],
      { modules: "packages/db/node_modules" },
    );
    assert.deepEqual(names(schema), ["users"]);
  });
});

describe("Drizzle's models load", () => {
  const cases: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
    "though they print": ["schema.ts", {
      "schema.ts": `console.log("{}"); process.stdout.write("x".repeat(1 << 20));\n${table}`,
    }],
    "though they keep a timer and a server": ["schema.ts", {
      "schema.ts": `import { createServer } from "node:net";
        setInterval(() => {}, 1000); createServer().listen(0, "127.0.0.1");\n${table}`,
    }],
    "though something that they started fails": ["schema.ts", {
      "schema.ts": `Promise.reject(new Error("no connection"));\n${table}`,
    }],
    "after a top-level await": ["schema.ts", {
      "schema.ts": `await new Promise((go) => setTimeout(go, 20));\n${table}`,
    }],
    "from CommonJS": ["schema.cjs", {
      "schema.cjs": `const { integer, sqliteTable } = require("drizzle-orm/sqlite-core");
        module.exports = { users: sqliteTable("users", { id: integer("id").primaryKey() }) };\n`,
    }],
    "from ECMAScript modules in JavaScript": ["schema.mjs", {
      "schema.mjs": table,
    }],
    "from a default export": ["schema.ts", {
      "schema.ts": table.replace("export const", "const") + "export default { users };\n",
    }],
  };
  for (const [what, [path, files]] of Object.entries(cases)) {
    test(what, async () => assert.deepEqual(names(await loadFiles(files, [path])), ["users"]));
  }

  test("with a lazy connection among the exports of PostgreSQL's models", async () => {
    using project = makeProject({
      "schema.ts": `import { pgTable, serial } from "drizzle-orm/pg-core";
        export const users = pgTable("users", { id: serial() });
        export const db = new Proxy({}, { get() { throw new Error("not connected"); } });\n`,
    });
    const schema = await loadSchema(["schema.ts"], { dialect: "postgres", root: project.root });
    assert.deepEqual(names(schema), ["users"]);
  });

  test("through the path aliases of tsconfig.json, where the runtime is Bun", {
    skip: !("Bun" in globalThis) && "only Bun knows path aliases",
  }, async () => {
    const schema = await loadFiles({
      "tsconfig.json": JSON.stringify({ compilerOptions: { paths: { "@/*": ["./src/*"] } } }),
      "src/columns.ts": `import { integer } from "drizzle-orm/sqlite-core";
        export const id = integer().primaryKey();\n`,
      "schema.ts": `import { sqliteTable } from "drizzle-orm/sqlite-core";
        import { id } from "@/columns";
        export const users = sqliteTable("users", { id });\n`,
    });
    assert.deepEqual(names(schema), ["users"]);
  });
});

describe("Drizzle's models that cannot be loaded say why", () => {
  const schema = (text: string) => ({ "schema.ts": text });

  test("when they throw: the user's own lines", async () => {
    const message = await errorOf(loadFiles({
      "schema.ts": `import { env } from "./env.ts";\n\nexport const url = env("DATABASE_URL");\n`,
      "env.ts":
        `export function env(name: string) {\n  throw new Error(name + " is not set");\n}\n`,
    }));
    assert.match(message, /: env\.ts:2: DATABASE_URL is not set\n/);
    assert.match(message, /at schema\.ts:3:/);
    assert.doesNotMatch(message, /program\.mjs/);
  });

  test("when they have a syntax error: its line", async () => {
    const message = await errorOf(loadFiles(schema("export const ok = 1;\nexport const = 2;\n")));
    assert.match(message, /schema\.ts:2\b/);
  });

  test("when they import what is not there: its name", async () => {
    const message = await errorOf(loadFiles(schema(`import "./gone.ts";\n${table}`)));
    assert.match(message, /gone\.ts/);
  });

  test("when a glob names nothing, or a file is not there", async () => {
    assert.match(
      await errorOf(loadFiles(schema(table), ["src/*.ts"])),
      /"src\/\*\.ts" names no file/,
    );
    assert.match(
      await errorOf(loadFiles(schema(table), ["other.ts"])),
      /"other\.ts" names no file/,
    );
  });

  test("when nothing says where they are", async () => {
    assert.match(await errorOf(loadFiles(schema(table), [])), /No `path` says where/);
  });

  test("when they end the process", async () => {
    const message = await errorOf(loadFiles(schema(`process.exit(0);\n${table}`)));
    assert.match(message, /ended the process/);
  });

  test("when they wait for ever", async () => {
    const message = await errorOf(
      loadFiles(schema(`setInterval(() => {}, 9); await new Promise(() => {});\n${table}`), [
        "schema.ts",
      ], { timeout: 1500 }),
    );
    assert.match(message, /took longer than 1\.5 s/);
  });

  test("when drizzle-orm is not installed", async () => {
    const message = await errorOf(
      loadFiles(schema("export const nothing = 1;\n"), ["schema.ts"], { modules: "far/away" }),
    );
    assert.match(message, /Cannot find the package "drizzle-orm" from "schema\.ts"/);
  });

  test("when they are for another database", async () => {
    using project = makeProject(schema(
      `import { pgTable, serial } from "drizzle-orm/pg-core";
       export const users = pgTable("users", { id: serial() });\n`,
    ));
    const message = await errorOf(load(["schema.ts"], { dialect: "sqlite", root: project.root }));
    assert.match(message, /models in "schema\.ts" are for postgres, the database is sqlite/);
  });

  test("when drizzle.config.ts is for another database", async () => {
    const files = { "drizzle.config.json": `{ "dialect": "postgresql", "schema": "schema.ts" }` };
    assert.match(
      await errorOf(loadFiles({ ...schema(table), ...files }, [])),
      /"drizzle\.config\.json" is for postgresql/,
    );
  });

  test("when no tables are exported", async () => {
    const message = await errorOf(loadFiles(schema("export const answer = 42;\n")));
    assert.match(message, /No tables are exported in "schema\.ts"/);
  });

  test("when a value has no SQL: the check that it is in", async () => {
    const message = await errorOf(loadFiles(schema(
      `import { sql } from "drizzle-orm";
       import { check, integer, sqliteTable } from "drizzle-orm/sqlite-core";
       export const users = sqliteTable("users", { id: integer() }, (table) => [
         check("positive", sql\`\${table.id} > \${10n}\`),
       ]);\n`,
    )));
    assert.match(message, /check "positive" of table "users" as SQL/);
  });

  test("when an option is wrong", async () => {
    assert.match(
      await errorOf(loadFiles(schema(table), ["schema.ts"], { options: { casing: "kebab" } })),
      /Cannot take "kebab" as `casing`/,
    );
    assert.match(
      await errorOf(loadFiles(schema(table), ["schema.ts"], { options: { schema: "x" } })),
      /has no option "schema"/,
    );
  });
});
