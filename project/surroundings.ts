import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Another tool that a project uses for its database. */
export interface FoundTool {
  readonly name: string;
  /** The file that gave it away, from the project's folder. */
  readonly file: string;
  /** What comes of it, in a sentence without an end. */
  readonly note: string;
  /** The plugin that reads its models, and finds them by the tool's own configuration. */
  readonly plugin: string;
  /** What `adopt` calls it, where it keeps a history. */
  readonly history: string;
}

interface Trace {
  readonly name: string;
  readonly files: readonly string[];
  /** What the file must contain; without it, that it is there is enough. */
  readonly pattern?: RegExp;
  readonly plugin: string;
  readonly history: string;
}

const drizzle = { name: "Drizzle", plugin: "drizzle", history: "drizzle" };
const sequelize = { name: "Sequelize", plugin: "sequelize", history: "sequelize" };

const traces: readonly Trace[] = [
  { ...drizzle, files: ["ts", "js", "mjs", "json"].map((ending) => `drizzle.config.${ending}`) },
  { ...sequelize, files: [".sequelizerc"] },
  { ...sequelize, files: ["config/config.json"], pattern: /"dialect"\s*:/ },
  { name: "Alembic", files: ["alembic.ini"], plugin: "sqlalchemy", history: "alembic" },
  {
    name: "Aerich",
    files: ["pyproject.toml"],
    // With Tortoise 1, Aerich writes its settings under Tortoise's name.
    pattern: /^\[tool\.(?:aerich|tortoise)\]/m,
    plugin: "tortoise",
    history: "aerich",
  },
];

/** The tools whose configuration stands in a folder; those that two files tell of, once. */
export function findTools(root: string): readonly FoundTool[] {
  const found = new Map<string, FoundTool>();
  for (const { name, files, pattern, plugin, history } of traces) {
    const file = files.find((path) => existsSync(join(root, path)));
    if (file === undefined || found.has(name)) continue;
    if (pattern !== undefined && !pattern.test(readFileSync(join(root, file), "utf8"))) continue;
    const note = `its models are read by the plugin "${plugin}"; ` +
      `\`whimbrel adopt ${history}\` takes its history over`;
    found.set(name, { name, file, note, plugin, history });
  }
  return [...found.values()];
}

/** Whether `import ... from "whimbrel"` finds the package from a folder, as npm or Deno install it. */
export function hasPackage(root: string): boolean {
  for (let folder = root;; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", "whimbrel", "package.json"))) return true;
    for (const name of ["deno.json", "deno.jsonc"]) {
      const path = join(folder, name);
      if (existsSync(path) && /"whimbrel"\s*:/.test(readFileSync(path, "utf8"))) return true;
    }
    if (folder === dirname(folder)) return false;
  }
}
