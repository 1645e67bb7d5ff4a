import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Another tool that a project uses for its database. */
export interface FoundTool {
  readonly name: string;
  /** The file that gave it away, from the project's folder. */
  readonly file: string;
  /** What comes of it, in a sentence without an end. */
  readonly note: string;
}

interface Trace {
  readonly name: string;
  readonly files: readonly string[];
  /** What the file must contain; without it, that it is there is enough. */
  readonly pattern?: RegExp;
  readonly note: string;
}

const byHand = "its models are not read; write changes with `whimbrel migrate --empty`";
const untouched = "its migrations and their history stay as they are, and are not taken over";

const traces: readonly Trace[] = [
  {
    name: "Drizzle",
    files: ["ts", "js", "mjs", "json"].map((ending) => `drizzle.config.${ending}`),
    note: byHand,
  },
  { name: "Sequelize", files: [".sequelizerc"], note: byHand },
  { name: "Sequelize", files: ["config/config.json"], pattern: /"dialect"\s*:/, note: byHand },
  { name: "Alembic", files: ["alembic.ini"], note: untouched },
  { name: "Aerich", files: ["pyproject.toml"], pattern: /^\[tool\.aerich\]/m, note: untouched },
];

/** The tools whose configuration stands in a folder; those that two files tell of, once. */
export function findTools(root: string): readonly FoundTool[] {
  const found = new Map<string, FoundTool>();
  for (const { name, files, pattern, note } of traces) {
    const file = files.find((path) => existsSync(join(root, path)));
    if (file === undefined || found.has(name)) continue;
    if (pattern !== undefined && !pattern.test(readFileSync(join(root, file), "utf8"))) continue;
    found.set(name, { name, file, note });
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
