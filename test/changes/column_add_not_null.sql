-- Add a column that must have a value and has no default, to a table without rows
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(100) NOT NULL);

-- operations: sqlite, mysql
-- add column "email" varchar(100) to "users"

-- operations: postgres
-- add column "email" character varying(100) to "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(100) NOT NULL
);
INSERT INTO "whimbrel_new_users" ("id")
SELECT "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "email" character varying(100) NOT NULL;

-- upgrade: mysql
ALTER TABLE `users` ADD COLUMN `email` varchar(100) NOT NULL;

-- downgrade: sqlite, postgres
ALTER TABLE "users" DROP COLUMN "email";

-- downgrade: mysql
ALTER TABLE `users` DROP COLUMN `email`;
