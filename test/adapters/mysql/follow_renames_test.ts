import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { followRenames } from "../../../adapters/mysql/follow_renames.ts";
import { diff } from "../../../core/diff.ts";
import type { Expressiveness } from "../../../core/plugin.ts";
import type { OpaqueObject } from "../../../core/schema.ts";
import { keepUnexpressed } from "../../../core/unexpressed.ts";
import { useDatabase } from "./database.ts";
import { mysqlServers } from "./servers.ts";

const renames = {
  tables: [{ from: { name: "users" }, to: { name: "people" } }],
  columns: [{ table: { name: "people" }, from: "mail", to: "email" }],
};

const cases: Readonly<Record<string, readonly [kind: string, before: string, after: string]>> = {
  "a table and its columns in a view": [
    "view",
    "CREATE VIEW `v` AS select `users`.`mail` AS `users` from `users` where `users`.`mail` <> 'users'",
    "CREATE VIEW `v` AS select `people`.`email` AS `users` from `people` where `people`.`email` <> 'users'",
  ],
  "behind aliases and among joined tables": [
    "view",
    "CREATE VIEW `v` AS select `u`.`mail` AS `mail`,`b`.`mail` AS `x` from (`b` join (`users` `u` join `b` `users`))",
    "CREATE VIEW `v` AS select `u`.`email` AS `mail`,`b`.`mail` AS `x` from (`b` join (`people` `u` join `b` `users`))",
  ],
  "in the body of a program": [
    "procedure",
    "CREATE PROCEDURE `p`() update users join b set b.users = users.mail, x = 'users'",
    "CREATE PROCEDURE `p`() update `people` join b set b.users = `people`.`email`, x = 'users'",
  ],
};

describe("followRenames()", () => {
  for (const [name, [kind, before, after]] of Object.entries(cases)) {
    test(`finds ${name}`, () => {
      const object: OpaqueObject = { kind, name: "o", definition: before, dependsOn: [] };
      assert.equal(followRenames(object, renames).definition, after);
    });
  }

  test("finds the columns of a trigger's own rows", () => {
    const object: OpaqueObject = {
      kind: "trigger",
      name: "t",
      table: { name: "people" },
      definition: "CREATE TRIGGER t BEFORE UPDATE ON people FOR EACH ROW SET NEW.mail = OLD.mail",
      dependsOn: [],
    };
    assert.match(followRenames(object, renames).definition, /SET NEW\.`email` = OLD\.`email`$/);
  });
});

const silent: Expressiveness = {
  checks: false,
  exclusions: false,
  indexes: false,
  comments: false,
  enums: false,
  sequences: false,
  domains: false,
  composites: false,
  objects: [],
};

for (const server of await mysqlServers()) {
  describe(`views beside models on ${server.name}`, { timeout: 120_000 }, () => {
    test("work on when tables and columns under them are renamed", async () => {
      await using there = await useDatabase(
        server,
        `CREATE TABLE users (id int, mail varchar(9)); CREATE TABLE b (id int);
         CREATE VIEW v AS SELECT u.mail, b.id FROM b JOIN users u USING (id);
         CREATE VIEW w AS SELECT mail FROM v`,
      );
      await using wanted = await useDatabase(
        server,
        "CREATE TABLE people (id int, email varchar(9)); CREATE TABLE b (id int)",
      );
      const traits = there.session.dialect.diffTraits!;
      const [from, models] = [await there.schema(), await wanted.schema()];
      const to = keepUnexpressed(models, from, silent, renames, traits);
      await there.run(diff(from, to, renames, traits));
      assert.deepEqual(await there.rows("SELECT mail FROM w"), []);
      assert.deepEqual(diff(await there.schema(), to, undefined, traits), []);
    });
  });
}
