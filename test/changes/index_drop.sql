-- Drop an index

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX users_name ON users (name);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- operations
-- drop index "users_name" of "users"

-- upgrade: sqlite, postgres
DROP INDEX "users_name";

-- upgrade: mysql
ALTER TABLE `users` DROP INDEX `users_name`;

-- downgrade: sqlite, postgres
CREATE INDEX "users_name" ON "users" ("name");

-- downgrade: mysql
ALTER TABLE `users` ADD INDEX `users_name` (`name`);
