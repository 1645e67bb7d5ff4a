import { describe, test } from "node:test";

import { join } from "node:path";
import { checkMove, node } from "./project.ts";

const migrations = {
  "1704067200000_users.js": `
exports.shorthands = { named: { type: "varchar(80)", notNull: true } };
exports.up = (pgm) => {
  pgm.createTable("users", { id: "id", name: "named", made: { type: "timestamp", default: pgm.func("now()") } });
  pgm.sql("INSERT INTO users (name) VALUES ('it''s')");
};
`,
  "1704153600000_posts.sql": `-- Up Migration
CREATE TABLE posts (id serial PRIMARY KEY, user_id integer REFERENCES users);
-- Down Migration
DROP TABLE posts;
`,
  "1704240000000_age.js": `
exports.up = async (pgm) => {
  pgm.addColumn("users", { age: "integer" });
  pgm.createIndex("users", "age");
};
exports.down = (pgm) => pgm.dropColumn("users", "age");
`,
  "1704326400000_last.js": `
exports.up = (pgm) => {
  pgm.noTransaction();
  pgm.createIndex("posts", "user_id", { concurrently: true });
};
exports.down = false;
`,
};

describe("adopt node-pg-migrate", () => {
  test("moves a real project on PostgreSQL", { timeout: 300_000 }, async () => {
    await checkMove({
      tool: "node-pg-migrate",
      kind: "postgres15",
      own: ["pgmigrations"],
      args: ["--from", "old"],
      write: (project) =>
        project.write(
          Object.fromEntries(
            Object.entries(migrations).map(([name, text]) => [`old/${name}`, text]),
          ),
        ),
      apply(project, count) {
        const cli = join(project.cwd, "node_modules/node-pg-migrate/bin/node-pg-migrate.js");
        project.tool([node, cli, "up", String(count), "-m", "old"]);
      },
    });
  });
});
