import { describe, test } from "node:test";

import { checkMove, type Kind, node } from "./project.ts";

const users = `exports.up = async (knex) => {
  await knex.schema.createTable("users", (table) => {
    table.increments("id");
    table.string("name", 80).notNullable().defaultTo("it's");
  });
};
exports.down = (knex) => knex.schema.dropTable("users");
`;

const posts = `exports.up = async (knex) => {
  await knex.transaction(async (trx) => {
    await trx.schema.createTable("posts", (table) => {
      table.increments("id");
      table.integer("user_id").unsigned().references("users.id").onDelete("CASCADE");
      table.boolean("draft").notNullable().defaultTo(false);
    });
  });
  await knex("users").insert([{ name: "a ? b" }, { name: "$1 -- c" }]);
};
exports.down = (knex) => knex.schema.dropTable("posts");
`;

const age = `exports.up = (knex) => knex.schema.alterTable("users", (table) => {
  table.integer("age");
  table.index(["age"], "users_age");
});
exports.down = (knex) => knex.schema.alterTable("users", (table) => table.dropColumn("age"));
exports.config = { transaction: false };
`;

const rename = `exports.up = (knex) => knex.schema.alterTable("users", (table) => {
  table.renameColumn("name", "full_name");
});
exports.down = (knex) => knex.schema.alterTable("users", (table) => {
  table.renameColumn("full_name", "name");
});
`;

const program = `
const [client, url, count] = process.argv.slice(2);
const knex = require("knex")({ client, connection: url, useNullAsDefault: true });
(async () => {
  for (let done = 0; done < Number(count); done++) await knex.migrate.up();
  await knex.destroy();
})();
`;

/** SQLite has no driver for Knex that needs no compiler. */
const kinds: readonly (readonly [Kind, string])[] = [["postgres15", "pg"], ["mariadb", "mysql2"]];

describe("adopt knex", () => {
  for (const [kind, client] of kinds) {
    test(`moves a real project on ${kind}`, { timeout: 300_000 }, async () => {
      await checkMove({
        tool: "knex",
        kind,
        own: ["knex_migrations", "knex_migrations_lock"],
        args: ["--from", "old"],
        write: (project) =>
          project.write({
            "old/20240101000000_users.js": users,
            "old/20240102000000_posts.js": posts,
            "old/20240103000000_age.js": age,
            "old/20240104000000_rename.js": kind === "mariadb"
              ? age.replaceAll("age", "size")
              : rename,
            "run.cjs": program.replace(
              "useNullAsDefault",
              `migrations: { directory: "./old" }, useNullAsDefault`,
            ),
          }),
        apply: (project, count) =>
          void project.tool([node, "run.cjs", client, project.url, String(count)]),
      });
    });
  }
});
