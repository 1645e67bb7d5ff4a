-- Add a column that sorts in its own way

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE NOCASE);

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE "C");

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE utf8mb4_bin, code varchar(5) CHARACTER SET ascii);

-- operations: sqlite
-- add column "name" varchar(50) to "users"

-- operations: postgres
-- add column "name" character varying(50) to "users"

-- operations: mysql
-- add column "name" varchar(50) to "users"
-- add column "code" varchar(5) to "users"

-- upgrade: sqlite
ALTER TABLE "users" ADD COLUMN "name" varchar(50) COLLATE "NOCASE";

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "name" character varying(50) COLLATE "C";

-- upgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `name` varchar(50) COLLATE utf8mb4_bin,
  ADD COLUMN `code` varchar(5) COLLATE ascii_general_ci;

-- downgrade: sqlite, postgres
ALTER TABLE "users" DROP COLUMN "name";

-- downgrade: mysql
ALTER TABLE `users`
  DROP COLUMN `code`,
  DROP COLUMN `name`;
