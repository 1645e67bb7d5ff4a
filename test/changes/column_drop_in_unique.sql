-- Drop a column that a unique constraint of two columns has
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, team integer, name varchar(50), CONSTRAINT one UNIQUE (team, name));

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), CONSTRAINT one UNIQUE (name));

-- rows
INSERT INTO users VALUES (1, 1, 'Ann');

-- survives
SELECT id, name FROM users;

-- operations
-- alter unique "one" of "users"
-- drop column "team" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50),
  CONSTRAINT "one" UNIQUE ("name")
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("name"), DROP COLUMN "team";

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `one`,
  ADD CONSTRAINT `one` UNIQUE (`name`),
  DROP COLUMN `team`;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "team" integer,
  "name" varchar(50),
  CONSTRAINT "one" UNIQUE ("team", "name")
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "team" integer;
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("team", "name");

-- downgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `team` int AFTER `id`,
  DROP INDEX `one`,
  ADD CONSTRAINT `one` UNIQUE (`team`, `name`);
