-- Allow equal values

-- from
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), CONSTRAINT users_email UNIQUE (email));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50));

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT * FROM users;

-- operations
-- drop unique "users_email" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(50)
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_email";

-- upgrade: mysql
ALTER TABLE `users` DROP INDEX `users_email`;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(50),
  CONSTRAINT "users_email" UNIQUE ("email")
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ADD CONSTRAINT "users_email" UNIQUE ("email");

-- downgrade: mysql
ALTER TABLE `users` ADD CONSTRAINT `users_email` UNIQUE (`email`);
