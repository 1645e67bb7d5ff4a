import { readScripts } from "./recorded_history.ts";
import { sequelizeSource } from "./sequelize_source.ts";
import { readRows, type Tool } from "./source.ts";

/** https://sequelize.org/docs/v6/other-topics/migrations: `up(queryInterface, Sequelize)`. */
export const tool: Tool = {
  name: "sequelize",
  title: "Sequelize",
  tables: [["SequelizeMeta"]],
  folders: ["migrations", "db/migrations", "src/migrations", "database/migrations"],
  isMigration: (path) => /^[^/]+\.[cm]?[jt]s$/.test(path) && !path.endsWith(".d.ts"),
  async read(source) {
    const rows = await readRows(source, "name") ?? [];
    return await readScripts(source, {
      program,
      keyOf: (path) => path,
      applied: rows.map(({ name }) => String(name)),
      latecomers: "applies",
    });
  },
};

const program = sequelizeSource + String.raw`
async function open() {
  const { Sequelize, queryInterface } = openSequelize();
  return ({ up, down }) => ({
    up: up === undefined ? undefined : () => up(queryInterface, Sequelize),
    down: down === undefined ? undefined : () => down(queryInterface, Sequelize),
  });
}
`;
