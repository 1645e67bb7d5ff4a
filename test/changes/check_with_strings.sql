-- Add a check full of quotes and backslashes

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- to: sqlite, postgres
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), CONSTRAINT odd CHECK (name <> 'it''s' AND name NOT LIKE '%\_%;--'));

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), CONSTRAINT odd CHECK (name <> 'it''s' AND name NOT LIKE '%\\_%;--'));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations
-- add check "odd" to "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50),
  CONSTRAINT "odd" CHECK (name <> 'it''s' AND name NOT LIKE '%\_%;--')
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ADD CONSTRAINT "odd" CHECK (((name)::text <> 'it''s'::text) AND ((name)::text !~~ '%\_%;--'::text));

-- upgrade: mysql
ALTER TABLE `users` ADD CONSTRAINT `odd` CHECK ((`name` <> 'it''s') and (not((`name` like '%\\_%;--'))));

-- upgrade: mariadb
ALTER TABLE `users` ADD CONSTRAINT `odd` CHECK (`name` <> 'it''s' and `name`  not like '%\\_%;--');

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "odd";

-- downgrade: mysql
ALTER TABLE `users` DROP CONSTRAINT `odd`;
