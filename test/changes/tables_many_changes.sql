-- Change many things of a table at once, in one statement where that is possible
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer, nick varchar(20),
  CONSTRAINT age_ok CHECK (age > 0));
CREATE INDEX users_nick ON users (nick);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(80) NOT NULL, age bigint DEFAULT 1,
  email varchar(90), CONSTRAINT age_ok CHECK (age > 1));
CREATE UNIQUE INDEX users_email ON users (email);

-- rows
INSERT INTO users VALUES (1, 'Ann', 20, 'a');

-- survives
SELECT id, name, age FROM users;

-- operations: sqlite
-- drop index "users_nick" of "users"
-- drop check "age_ok" of "users"
-- add column "email" varchar(90) to "users"
-- alter column "name" of "users": type varchar(50) to varchar(80), set not null
-- alter column "age" of "users": type integer to bigint, default 1
-- add check "age_ok" to "users"
-- create unique index "users_email" on "users" (email)
-- drop column "nick" of "users"

-- operations: postgres
-- drop index "users_nick" of "users"
-- drop check "age_ok" of "users"
-- add column "email" character varying(90) to "users"
-- alter column "name" of "users": type character varying(50) to character varying(80), set not null
-- alter column "age" of "users": type integer to bigint, default 1
-- add check "age_ok" to "users"
-- create unique index "users_email" on "users" (email)
-- drop column "nick" of "users"

-- operations: mysql
-- drop index "users_nick" of "users"
-- drop check "age_ok" of "users"
-- add column "email" varchar(90) to "users"
-- alter column "name" of "users": type varchar(50) to varchar(80), set not null
-- alter column "age" of "users": type int to bigint, default 1
-- add unique "users_email" to "users"
-- add check "age_ok" to "users"
-- drop column "nick" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(80) NOT NULL,
  "age" bigint DEFAULT 1,
  "email" varchar(90),
  CONSTRAINT "age_ok" CHECK (age > 1)
);
INSERT INTO "whimbrel_new_users" ("id", "name", "age")
SELECT "id", "name", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE UNIQUE INDEX "users_email" ON "users" ("email");

-- upgrade: postgres
DROP INDEX "users_nick";
ALTER TABLE "users" DROP CONSTRAINT "age_ok", ADD COLUMN "email" character varying(90), ALTER COLUMN "name" TYPE character varying(80), ALTER COLUMN "name" SET NOT NULL, ALTER COLUMN "age" TYPE bigint, ALTER COLUMN "age" SET DEFAULT 1, ADD CONSTRAINT "age_ok" CHECK (age > 1);
CREATE UNIQUE INDEX "users_email" ON "users" ("email");
ALTER TABLE "users" DROP COLUMN "nick";

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `users_nick`,
  DROP CONSTRAINT `age_ok`,
  ADD COLUMN `email` varchar(90),
  MODIFY COLUMN `name` varchar(80) NOT NULL,
  MODIFY COLUMN `age` bigint DEFAULT 1,
  ADD CONSTRAINT `users_email` UNIQUE (`email`),
  ADD CONSTRAINT `age_ok` CHECK (`age` > 1),
  DROP COLUMN `nick`;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50),
  "age" integer,
  "nick" varchar(20),
  CONSTRAINT "age_ok" CHECK (age > 0)
);
INSERT INTO "whimbrel_new_users" ("id", "name", "age")
SELECT "id", "name", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE INDEX "users_nick" ON "users" ("nick");

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "nick" character varying(20);
DROP INDEX "users_email";
ALTER TABLE "users" DROP CONSTRAINT "age_ok", ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" TYPE integer, ALTER COLUMN "name" TYPE character varying(50), ALTER COLUMN "name" DROP NOT NULL, DROP COLUMN "email", ADD CONSTRAINT "age_ok" CHECK (age > 0);
CREATE INDEX "users_nick" ON "users" ("nick");

-- downgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `nick` varchar(20) AFTER `age`,
  DROP CONSTRAINT `age_ok`,
  DROP INDEX `users_email`,
  MODIFY COLUMN `age` int,
  MODIFY COLUMN `name` varchar(50),
  DROP COLUMN `email`,
  ADD CONSTRAINT `age_ok` CHECK (`age` > 0),
  ADD INDEX `users_nick` (`nick`);
