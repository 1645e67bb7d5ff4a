-- Add a column that may be NULL

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(100));

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT id FROM users;

-- operations: sqlite, mysql
-- add column "email" varchar(100) to "users"

-- operations: postgres
-- add column "email" character varying(100) to "users"

-- upgrade: sqlite
ALTER TABLE "users" ADD COLUMN "email" varchar(100);

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "email" character varying(100);

-- upgrade: mysql
ALTER TABLE `users` ADD COLUMN `email` varchar(100);

-- downgrade: sqlite, postgres
ALTER TABLE "users" DROP COLUMN "email";

-- downgrade: mysql
ALTER TABLE `users` DROP COLUMN `email`;
