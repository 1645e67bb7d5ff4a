-- Change the columns of an index

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE INDEX by_name ON users (name);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE INDEX by_name ON users (age, name);

-- operations
-- alter index "by_name" of "users"

-- upgrade: sqlite, postgres
DROP INDEX "by_name";
CREATE INDEX "by_name" ON "users" ("age", "name");

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `by_name`,
  ADD INDEX `by_name` (`age`, `name`);

-- downgrade: sqlite, postgres
DROP INDEX "by_name";
CREATE INDEX "by_name" ON "users" ("name");

-- downgrade: mysql
ALTER TABLE `users`
  DROP INDEX `by_name`,
  ADD INDEX `by_name` (`name`);
