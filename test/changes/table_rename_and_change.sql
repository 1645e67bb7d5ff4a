-- Rename a table and give it a column at once
-- rename: users:people

-- from: sqlite, mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- from: postgres
CREATE TABLE users (id integer, name varchar(50), CONSTRAINT pk PRIMARY KEY (id));

-- to: sqlite, mysql
CREATE TABLE people (id integer PRIMARY KEY, name varchar(80), age integer);

-- to: postgres
CREATE TABLE people (id integer, name varchar(80), age integer, CONSTRAINT pk PRIMARY KEY (id));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT id, name FROM users;

-- survives after
SELECT id, name FROM people;

-- operations: sqlite
-- rename table "users" to "people"
-- add column "age" integer to "people"
-- alter column "name" of "people": type varchar(50) to varchar(80)

-- operations: postgres
-- rename table "users" to "people"
-- add column "age" integer to "people"
-- alter column "name" of "people": type character varying(50) to character varying(80)

-- operations: mysql
-- rename table "users" to "people"
-- add column "age" int to "people"
-- alter column "name" of "people": type varchar(50) to varchar(80)

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(80),
  "age" integer
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
ALTER TABLE "users" RENAME TO "people";

-- upgrade: postgres
ALTER TABLE "users" RENAME TO "people";
ALTER TABLE "people" ADD COLUMN "age" integer, ALTER COLUMN "name" TYPE character varying(80);

-- upgrade: mysql
RENAME TABLE `users` TO `people`;
ALTER TABLE `people`
  ADD COLUMN `age` int,
  MODIFY COLUMN `name` varchar(80);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_people" (
  "id" integer PRIMARY KEY,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_people" ("id", "name")
SELECT "id", "name" FROM "people";
DROP TABLE "people";
ALTER TABLE "whimbrel_new_people" RENAME TO "people";
ALTER TABLE "people" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "people" ALTER COLUMN "name" TYPE character varying(50), DROP COLUMN "age";
ALTER TABLE "people" RENAME TO "users";

-- downgrade: mysql
ALTER TABLE `people`
  MODIFY COLUMN `name` varchar(50),
  DROP COLUMN `age`;
RENAME TABLE `people` TO `users`;
