-- Add an index

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (name);

-- operations
-- create index "users_name" on "users" (name)

-- upgrade: sqlite, postgres
CREATE INDEX "users_name" ON "users" ("name");

-- upgrade: mysql
ALTER TABLE `users` ADD INDEX `users_name` (`name`);

-- downgrade: sqlite, postgres
DROP INDEX "users_name";

-- downgrade: mysql
ALTER TABLE `users` DROP INDEX `users_name`;
