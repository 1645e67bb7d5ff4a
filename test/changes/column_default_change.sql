-- Change a column's default

-- from
CREATE TABLE users (id integer PRIMARY KEY, stars integer NOT NULL DEFAULT 3, name varchar(20) DEFAULT 'a');

-- to
CREATE TABLE users (id integer PRIMARY KEY, stars integer NOT NULL DEFAULT -4, name varchar(20) DEFAULT '');

-- rows
INSERT INTO users VALUES (1, 5, 'x');

-- survives
SELECT * FROM users;

-- operations: sqlite, mysql
-- alter column "stars" of "users": default -4
-- alter column "name" of "users": default ''

-- operations: postgres
-- alter column "stars" of "users": default '-4'::integer
-- alter column "name" of "users": default ''::character varying

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "stars" integer NOT NULL DEFAULT -4,
  "name" varchar(20) DEFAULT ''
);
INSERT INTO "whimbrel_new_users" ("id", "stars", "name")
SELECT "id", "stars", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "stars" SET DEFAULT '-4'::integer, ALTER COLUMN "name" SET DEFAULT ''::character varying;

-- upgrade: mysql
ALTER TABLE `users`
  MODIFY COLUMN `stars` int NOT NULL DEFAULT -4,
  MODIFY COLUMN `name` varchar(20) DEFAULT '';

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "stars" integer NOT NULL DEFAULT 3,
  "name" varchar(20) DEFAULT 'a'
);
INSERT INTO "whimbrel_new_users" ("id", "stars", "name")
SELECT "id", "stars", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" SET DEFAULT 'a'::character varying, ALTER COLUMN "stars" SET DEFAULT 3;

-- downgrade: mysql
ALTER TABLE `users`
  MODIFY COLUMN `name` varchar(20) DEFAULT 'a',
  MODIFY COLUMN `stars` int NOT NULL DEFAULT 3;
