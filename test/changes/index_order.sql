-- Sort an index the other way

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE INDEX by_age ON users (age, name);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE INDEX by_age ON users (age DESC, name);

-- operations
-- alter index "by_age" of "users"

-- upgrade: sqlite, postgres
DROP INDEX "by_age";
CREATE INDEX "by_age" ON "users" ("age" DESC, "name");

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `by_age`,
  ADD INDEX `by_age` (`age` DESC, `name`);

-- downgrade: sqlite, postgres
DROP INDEX "by_age";
CREATE INDEX "by_age" ON "users" ("age", "name");

-- downgrade: mysql
ALTER TABLE `users`
  DROP INDEX `by_age`,
  ADD INDEX `by_age` (`age`, `name`);
