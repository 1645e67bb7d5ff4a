-- Add a check

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT age_ok CHECK (age > 0));

-- rows
INSERT INTO users VALUES (1, 20);

-- survives
SELECT * FROM users;

-- operations
-- add check "age_ok" to "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer,
  CONSTRAINT "age_ok" CHECK (age > 0)
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ADD CONSTRAINT "age_ok" CHECK (age > 0);

-- upgrade: mysql
ALTER TABLE `users` ADD CONSTRAINT `age_ok` CHECK (`age` > 0);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "age_ok";

-- downgrade: mysql
ALTER TABLE `users` DROP CONSTRAINT `age_ok`;
