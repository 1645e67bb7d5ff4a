-- Forbid equal pairs instead of equal values

-- from
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), team integer, CONSTRAINT one UNIQUE (email));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), team integer, CONSTRAINT one UNIQUE (team, email));

-- rows
INSERT INTO users VALUES (1, 'a@b', 7);

-- survives
SELECT * FROM users;

-- operations
-- alter unique "one" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(50),
  "team" integer,
  CONSTRAINT "one" UNIQUE ("team", "email")
);
INSERT INTO "whimbrel_new_users" ("id", "email", "team")
SELECT "id", "email", "team" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("team", "email");

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `one`,
  ADD CONSTRAINT `one` UNIQUE (`team`, `email`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(50),
  "team" integer,
  CONSTRAINT "one" UNIQUE ("email")
);
INSERT INTO "whimbrel_new_users" ("id", "email", "team")
SELECT "id", "email", "team" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("email");

-- downgrade: mysql
ALTER TABLE `users`
  DROP INDEX `one`,
  ADD CONSTRAINT `one` UNIQUE (`email`);
