import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lexicalRules } from "../../../adapters/mysql/lexer.ts";
import { withoutDatabase } from "../../../adapters/mysql/qualifier.ts";
import { relocate } from "../../../adapters/mysql/relocate.ts";
import { WhimbrelError } from "../../../core/errors.ts";

const move = (statement: string) =>
  relocate(statement, {
    own: new Set(["app"]),
    scratch: "scratch",
    others: new Set(["app", "shop", "mysql"]),
    rules: lexicalRules(),
    quote: (name) => `\`${name}\``,
  });

describe("relocate()", () => {
  const moved: readonly (readonly [string, string])[] = [
    ["CREATE TABLE t (a int)", "CREATE TABLE t (a int)"],
    [
      "CREATE TABLE IF NOT EXISTS `app`.`t` (a int)",
      "CREATE TABLE IF NOT EXISTS `scratch`.`t` (a int)",
    ],
    [
      "ALTER TABLE app.t ADD FOREIGN KEY (a) REFERENCES app.u (id)",
      "ALTER TABLE `scratch`.t ADD FOREIGN KEY (a) REFERENCES `scratch`.u (id)",
    ],
    ["DROP TABLE t, app.u", "DROP TABLE t, `scratch`.u"],
    ["CREATE INDEX i ON app.t (a)", "CREATE INDEX i ON `scratch`.t (a)"],
    [
      "CREATE TRIGGER g BEFORE INSERT ON app.t FOR EACH ROW UPDATE app.u SET a = 1",
      "CREATE TRIGGER g BEFORE INSERT ON `scratch`.t FOR EACH ROW UPDATE `scratch`.u SET a = 1",
    ],
    ["UPDATE t, app.u SET app.u.a = 1", "UPDATE t, `scratch`.u SET `scratch`.u.a = 1"],
    [
      "SELECT app.id FROM app JOIN t ON app.id = t.id",
      "SELECT app.id FROM app JOIN t ON app.id = t.id",
    ],
    ["SELECT app.id FROM users AS app", "SELECT app.id FROM users AS app"],
    ["SELECT shop.id FROM shop", "SELECT shop.id FROM shop"],
    ["INSERT INTO t VALUES ('app.t')", "INSERT INTO t VALUES ('app.t')"],
    ["USE app", "USE `scratch`"],
    [
      "CREATE DATABASE IF NOT EXISTS app CHARACTER SET utf8mb4",
      "CREATE DATABASE IF NOT EXISTS `scratch` CHARACTER SET utf8mb4",
    ],
    ["ALTER DATABASE CHARACTER SET utf8mb4", "ALTER DATABASE CHARACTER SET utf8mb4"],
    [
      "SELECT TABLE_NAME FROM information_schema.TABLES",
      "SELECT TABLE_NAME FROM information_schema.TABLES",
    ],
    ["SET SESSION sql_mode = ''", "SET SESSION sql_mode = ''"],
    ["SET @a = 1", "SET @a = 1"],
  ];
  for (const [statement, expected] of moved) {
    test(`runs ${statement}`, () => assert.equal(move(statement), expected));
  }

  const passed = [
    "CREATE USER app@'%' IDENTIFIED BY 'x'",
    "GRANT SELECT ON app.* TO app@'%'",
    "REVOKE ALL ON shop.* FROM app",
    "DROP ROLE IF EXISTS reader",
    "CREATE OR REPLACE USER a",
    "FLUSH PRIVILEGES",
    "SET GLOBAL max_connections = 10",
    "SET @@GLOBAL.max_connections = 10",
    "SET PASSWORD FOR a = 'x'",
  ];
  for (const statement of passed) {
    test(`passes over ${statement}`, () => assert.equal(move(statement), undefined));
  }

  const refused = [
    "DROP DATABASE shop",
    "CREATE DATABASE another",
    "USE shop",
    "INSERT INTO shop.t VALUES (1)",
    "INSERT INTO mysql.user VALUES (1)",
    "UPDATE t, shop.u SET u.a = 1",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW DELETE FROM shop.u",
    "KILL 1",
    "SHUTDOWN",
  ];
  for (const statement of refused) {
    test(`refuses ${statement}`, () => {
      assert.throws(
        () => move(statement),
        (error) =>
          error instanceof WhimbrelError && error.code === "shadow" &&
          error.statement === statement,
      );
    });
  }
});

describe("withoutDatabase()", () => {
  test("leaves names as they read in any database", () => {
    assert.equal(
      withoutDatabase("CREATE VIEW `v` AS select `app`.`t`.`a`,`app`.`f`(1) from `app`.`t`", "app"),
      "CREATE VIEW `v` AS select `t`.`a`,`f`(1) from `t`",
    );
  });
  test("takes a table that is called like its database for a table", () => {
    const definition = "CREATE VIEW `v` AS select `app`.`id` AS `id` from `app`";
    assert.equal(withoutDatabase(definition, "app"), definition);
  });
  test("leaves strings and comments", () => {
    const definition =
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW /* app.t */ SET @a = 'app.t'";
    assert.equal(withoutDatabase(definition, "app"), definition);
  });
});
