-- Drop a column
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, nick varchar(20) NOT NULL DEFAULT 'x', name varchar(50));

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO users VALUES (1, 'a', 'Ann');

-- survives
SELECT id, name FROM users;

-- operations
-- drop column "nick" of "users"

-- upgrade: sqlite, postgres
ALTER TABLE "users" DROP COLUMN "nick";

-- upgrade: mysql
ALTER TABLE `users` DROP COLUMN `nick`;

-- downgrade: sqlite
ALTER TABLE "users" ADD COLUMN "nick" varchar(20) NOT NULL DEFAULT 'x';

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "nick" character varying(20) NOT NULL DEFAULT 'x'::character varying;

-- downgrade: mysql
ALTER TABLE `users` ADD COLUMN `nick` varchar(20) NOT NULL DEFAULT 'x' AFTER `id`;
