-- Drop a column and give another its name
-- rename: users.full_name:users.name
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), full_name varchar(90));

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(90));

-- rows
INSERT INTO users VALUES (1, 'Ann', 'Ann Ash');

-- survives
SELECT id, full_name AS value FROM users;

-- survives after
SELECT id, name AS value FROM users;

-- operations
-- rename column "name" of "users" to "name_old"
-- rename column "full_name" of "users" to "name"
-- drop column "name_old" of "users"

-- upgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "name" TO "name_old";
ALTER TABLE "users" RENAME COLUMN "full_name" TO "name";
ALTER TABLE "users" DROP COLUMN "name_old";

-- upgrade: mysql
ALTER TABLE `users` RENAME COLUMN `name` TO `name_old`;
ALTER TABLE `users`
  RENAME COLUMN `full_name` TO `name`,
  DROP COLUMN `name_old`;

-- downgrade: sqlite
ALTER TABLE "users" ADD COLUMN "name_old" varchar(50);
ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";
ALTER TABLE "users" RENAME COLUMN "name_old" TO "name";

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "name_old" character varying(50);
ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";
ALTER TABLE "users" RENAME COLUMN "name_old" TO "name";

-- downgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `name_old` varchar(50) AFTER `id`,
  RENAME COLUMN `name` TO `full_name`;
ALTER TABLE `users` RENAME COLUMN `name_old` TO `name`;
