import { describe, test } from "node:test";

import { checkMove, node } from "./project.ts";

const migrations = {
  "1704067200000-Users.js": `exports.Users1704067200000 = class Users1704067200000 {
  async up(queryRunner) {
    await queryRunner.query(\`CREATE TABLE "users" ("id" SERIAL NOT NULL, "name" character varying NOT NULL, PRIMARY KEY ("id"))\`);
  }
  async down(queryRunner) {
    await queryRunner.query(\`DROP TABLE "users"\`);
  }
};
`,
  "1704153600000-Posts.js": `const { Table } = require("typeorm");
exports.Posts1704153600000 = class Posts1704153600000 {
  async up(queryRunner) {
    await queryRunner.createTable(new Table({
      name: "posts",
      columns: [
        { name: "id", type: "int", isPrimary: true, isGenerated: true, generationStrategy: "increment" },
        { name: "user_id", type: "int" },
      ],
      foreignKeys: [{ columnNames: ["user_id"], referencedTableName: "users", referencedColumnNames: ["id"] }],
    }));
    await queryRunner.query('INSERT INTO "users" ("name") VALUES ($1), ($2)', ["a ? b", "it's"]);
  }
  async down(queryRunner) {
    await queryRunner.query('DROP TABLE "posts"');
  }
};
`,
  "1704240000000-Age.js": `exports.Age1704240000000 = class Age1704240000000 {
  async up(queryRunner) {
    await queryRunner.query('ALTER TABLE "users" ADD "age" integer');
  }
  async down(queryRunner) {
    await queryRunner.query('ALTER TABLE "users" DROP COLUMN "age"');
  }
};
`,
  "1704326400000-Index.js": `exports.Index1704326400000 = class {
  name = "Index1704326400000";
  transaction = false;
  async up(queryRunner) {
    await queryRunner.query('CREATE INDEX CONCURRENTLY "users_age" ON "users" ("age")');
  }
  async down(queryRunner) {
    await queryRunner.query('DROP INDEX "users_age"');
  }
};
`,
};

const program = `
const { DataSource } = require("typeorm");
const [url, count] = process.argv.slice(2);
const migrations = require("node:fs").readdirSync("old").sort().slice(0, Number(count))
  .map((name) => "old/" + name);
const source = new DataSource({ type: "postgres", url, migrations, migrationsTransactionMode: "each" });
source.initialize().then(() => source.runMigrations()).then(() => source.destroy());
`;

describe("adopt typeorm", () => {
  test("moves a real project on PostgreSQL", { timeout: 300_000 }, async () => {
    await checkMove({
      tool: "typeorm",
      kind: "postgres15",
      own: ["migrations"],
      args: ["--from", "old"],
      write: (project) =>
        project.write({
          ...Object.fromEntries(
            Object.entries(migrations).map(([name, text]) => [`old/${name}`, text]),
          ),
          "run.cjs": program,
        }),
      apply: (project, count) => void project.tool([node, "run.cjs", project.url, String(count)]),
    });
  });
});
