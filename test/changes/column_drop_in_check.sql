-- Drop a column that a check is about
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer, name varchar(50), CONSTRAINT age_ok CHECK (age > 0));

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO users VALUES (1, 20, 'Ann');

-- survives
SELECT id, name FROM users;

-- operations
-- drop check "age_ok" of "users"
-- drop column "age" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "age_ok", DROP COLUMN "age";

-- upgrade: mysql
ALTER TABLE `users`
  DROP CONSTRAINT `age_ok`,
  DROP COLUMN `age`;

-- downgrade: sqlite
ALTER TABLE "users" ADD COLUMN "age" integer CONSTRAINT "age_ok" CHECK (age > 0);

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "age" integer, ADD CONSTRAINT "age_ok" CHECK (age > 0);

-- downgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `age` int AFTER `id`,
  ADD CONSTRAINT `age_ok` CHECK (`age` > 0);
