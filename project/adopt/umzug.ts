import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readScripts } from "./recorded_history.ts";
import { sequelizeSource } from "./sequelize_source.ts";
import { readRows, type Source, type Tool } from "./source.ts";

/** https://github.com/sequelize/umzug: `up({ context })`, and one of several storages. */
export const tool: Tool = {
  name: "umzug",
  title: "Umzug",
  tables: [["SequelizeMeta"]],
  folders: ["migrations", "src/migrations", "db/migrations", "database/migrations"],
  isMigration: (path) => /^[^/]+\.(?:[cm]?[jt]s|sql)$/.test(path) && !/\.d\.ts$|^down\//.test(path),
  async read(source) {
    return await readScripts(source, {
      program,
      keyOf: (path) => path,
      applied: await appliedNames(source),
      latecomers: "applies",
      sqlOf: (path, text) => ({ upgrade: text, downgrade: downOf(source, path) }),
    });
  },
};

/** The file of its JSON storage is looked for first: without a table there is no other trace. */
async function appliedNames(source: Source): Promise<readonly string[]> {
  const rows = await readRows(source, "name");
  if (rows !== undefined) return rows.map(({ name }) => String(name));
  const path = join(source.project.root, "umzug.json");
  if (!existsSync(path)) return [];
  const names = JSON.parse(readFileSync(path, "utf8")) as unknown;
  return Array.isArray(names) ? names.map(String) : [];
}

/** Files of SQL have their way back in a folder of its own, by the same name. */
function downOf({ folder }: Source, path: string): string | undefined {
  const down = join(folder.path, "down", path);
  return existsSync(down) ? readFileSync(down, "utf8") : undefined;
}

/** The context is whatever a project makes it: here it answers to all the usual names. */
const program = sequelizeSource + String.raw`
async function open() {
  const parts = openSequelize();
  const { Sequelize, sequelize, queryInterface } = parts;
  const context = new Proxy(queryInterface, {
    get(target, key) {
      if (key in target) {
        const value = target[key];
        return typeof value === "function" ? value.bind(target) : value;
      }
      if (key in parts) return parts[key];
      const value = sequelize[key];
      return typeof value === "function" ? value.bind(sequelize) : value;
    },
  });
  return ({ up, down }, { key, path }) => ({
    up: up === undefined ? undefined : () => up({ name: key, path, context }, Sequelize),
    down: down === undefined ? undefined : () => down({ name: key, path, context }, Sequelize),
  });
}
`;
