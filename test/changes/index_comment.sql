-- Comment on an index
-- absent: sqlite (keeps no comments)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX by_name ON users (name);

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX by_name ON users (name);
COMMENT ON INDEX by_name IS 'For the list';

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), KEY by_name (name) COMMENT 'For the list');

-- operations
-- alter index "by_name" of "users"

-- upgrade: postgres
COMMENT ON INDEX "by_name" IS 'For the list';

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `by_name`,
  ADD INDEX `by_name` (`name`) COMMENT 'For the list';

-- downgrade: postgres
COMMENT ON INDEX "by_name" IS NULL;

-- downgrade: mysql
ALTER TABLE `users`
  DROP INDEX `by_name`,
  ADD INDEX `by_name` (`name`);
