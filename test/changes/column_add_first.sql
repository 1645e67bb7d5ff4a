-- Add a column before the others
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- to
CREATE TABLE users (code varchar(5), id integer PRIMARY KEY, nick varchar(5), name varchar(50));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT id, name FROM users;

-- operations: sqlite, mysql
-- add column "code" varchar(5) to "users"
-- add column "nick" varchar(5) to "users"

-- operations: postgres
-- add column "code" character varying(5) to "users"
-- add column "nick" character varying(5) to "users"

-- upgrade: sqlite
ALTER TABLE "users" ADD COLUMN "code" varchar(5);
ALTER TABLE "users" ADD COLUMN "nick" varchar(5);

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "code" character varying(5), ADD COLUMN "nick" character varying(5);

-- upgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `code` varchar(5) FIRST,
  ADD COLUMN `nick` varchar(5) AFTER `id`;

-- downgrade: sqlite
ALTER TABLE "users" DROP COLUMN "nick";
ALTER TABLE "users" DROP COLUMN "code";

-- downgrade: postgres
ALTER TABLE "users" DROP COLUMN "nick", DROP COLUMN "code";

-- downgrade: mysql
ALTER TABLE `users`
  DROP COLUMN `nick`,
  DROP COLUMN `code`;
