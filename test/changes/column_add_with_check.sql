-- Add a column with a check of its own

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to: sqlite, postgres, mysql
CREATE TABLE users (id integer PRIMARY KEY, age integer CONSTRAINT age_ok CHECK (age > 0));

-- to: mariadb
CREATE TABLE users (id integer PRIMARY KEY, age integer CHECK (age > 0));

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT id FROM users;

-- operations: sqlite, postgres
-- add column "age" integer to "users"
-- add check "age_ok" to "users"

-- operations: mysql
-- add column "age" int to "users"
-- add check "age_ok" to "users"

-- operations: mariadb
-- add column "age" int to "users"

-- upgrade: sqlite
ALTER TABLE "users" ADD COLUMN "age" integer CONSTRAINT "age_ok" CHECK (age > 0);

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "age" integer, ADD CONSTRAINT "age_ok" CHECK (age > 0);

-- upgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `age` int,
  ADD CONSTRAINT `age_ok` CHECK (`age` > 0);

-- upgrade: mariadb
ALTER TABLE `users` ADD COLUMN `age` int CHECK (`age` > 0);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY
);
INSERT INTO "whimbrel_new_users" ("id")
SELECT "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "age_ok", DROP COLUMN "age";

-- downgrade: mysql
ALTER TABLE `users`
  DROP CONSTRAINT `age_ok`,
  DROP COLUMN `age`;

-- downgrade: mariadb
ALTER TABLE `users` DROP COLUMN `age`;
