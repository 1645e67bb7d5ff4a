import { describe, test } from "node:test";

import { join } from "node:path";
import { checkMove, type Kind, node } from "./project.ts";

const migrations = {
  "20240101000000-users.js": `module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.createTable("users", {
      id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
      name: { type: Sequelize.STRING(80), allowNull: false, defaultValue: "it's" },
      role: { type: Sequelize.ENUM("admin", "guest"), defaultValue: "guest" },
    });
  },
  down: (queryInterface) => queryInterface.dropTable("users"),
};
`,
  "20240102000000-posts.js": `module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.sequelize.transaction(async (transaction) => {
    await queryInterface.createTable("posts", {
      id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
      user_id: { type: Sequelize.INTEGER, references: { model: "users", key: "id" } },
    }, { transaction });
    await queryInterface.bulkInsert("users", [{ name: "a ? b" }, { name: "$1" }], { transaction });
  }),
  down: (queryInterface) => queryInterface.dropTable("posts"),
};
`,
  "20240103000000-age.js": `module.exports = {
  async up(queryInterface, { DataTypes }) {
    await queryInterface.addColumn("users", "age", DataTypes.INTEGER);
    await queryInterface.addIndex("users", ["age"], { name: "users_age" });
  },
  down: (queryInterface) => queryInterface.removeColumn("users", "age"),
};
`,
  "20240104000000-last.js": `module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.addColumn("posts", "title", { type: Sequelize.TEXT });
    await queryInterface.addConstraint("posts", { fields: ["user_id"], type: "unique", name: "once" });
    if (queryInterface.sequelize.getDialect() === "postgres") {
      await queryInterface.renameColumn("users", "name", "full_name");
    }
  },
  down: (queryInterface) => queryInterface.removeColumn("posts", "title"),
};
`,
};

const kinds: readonly Kind[] = ["postgres15", "mariadb"];

describe("adopt sequelize", () => {
  for (const kind of kinds) {
    test(`moves a project of sequelize-cli on ${kind}`, { timeout: 300_000 }, async () => {
      await checkMove({
        tool: "sequelize",
        kind,
        own: ["SequelizeMeta"],
        args: ["--from", "old"],
        write: (project) =>
          project.write(
            Object.fromEntries(
              Object.entries(migrations).map(([name, text]) => [`old/${name}`, text]),
            ),
          ),
        apply(project, count) {
          const cli = join(project.cwd, "node_modules/sequelize-cli/lib/sequelize");
          const last = Object.keys(migrations)[count - 1]!;
          project.tool([
            ...[node, cli, "db:migrate", "--migrations-path", "old"],
            ...["--url", project.url, "--to", last],
          ]);
        },
      });
    });
  }
});

const program = `
const { Sequelize } = require("sequelize");
const { SequelizeStorage, Umzug } = require("umzug");
const sequelize = new Sequelize(process.argv[2], { logging: false });
const umzug = new Umzug({
  migrations: { glob: "old/*.js" },
  context: sequelize.getQueryInterface(),
  storage: new SequelizeStorage({ sequelize }),
  logger: undefined,
});
umzug.up({ step: Number(process.argv[3]) }).then(() => sequelize.close());
`;

describe("adopt umzug", () => {
  test("moves a project of Umzug with Sequelize on PostgreSQL", { timeout: 300_000 }, async () => {
    await checkMove({
      tool: "umzug",
      kind: "postgres15",
      own: ["SequelizeMeta"],
      args: ["--from", "old"],
      write: (project) =>
        project.write({
          ...Object.fromEntries(
            Object.entries(migrations).map(([name, text]) => [
              `old/${name}`,
              text.replaceAll("(queryInterface, Sequelize)", "({ context: queryInterface })")
                .replaceAll("(queryInterface, { DataTypes })", "({ context: queryInterface })")
                .replaceAll("down: (queryInterface)", "down: ({ context: queryInterface })")
                .replace(
                  /^/,
                  'const Sequelize = require("sequelize");\nconst { DataTypes } = Sequelize;\n',
                ),
            ]),
          ),
          "run.cjs": program,
        }),
      apply: (project, count) => void project.tool([node, "run.cjs", project.url, String(count)]),
    });
  });
});
