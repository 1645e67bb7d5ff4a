-- Add a column that rows get a default in

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY, stars integer NOT NULL DEFAULT 3);

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT id FROM users;

-- operations: sqlite, postgres
-- add column "stars" integer to "users"

-- operations: mysql
-- add column "stars" int to "users"

-- upgrade: sqlite, postgres
ALTER TABLE "users" ADD COLUMN "stars" integer NOT NULL DEFAULT 3;

-- upgrade: mysql
ALTER TABLE `users` ADD COLUMN `stars` int NOT NULL DEFAULT 3;

-- downgrade: sqlite, postgres
ALTER TABLE "users" DROP COLUMN "stars";

-- downgrade: mysql
ALTER TABLE `users` DROP COLUMN `stars`;
