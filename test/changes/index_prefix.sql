-- Index the beginning of a text
-- absent: sqlite, postgres (have expressions for that)

-- from
CREATE TABLE users (id integer PRIMARY KEY, bio text, name varchar(50), KEY by_name (name));

-- to
CREATE TABLE users (id integer PRIMARY KEY, bio text, name varchar(50), KEY by_name (name(10)), KEY by_bio (bio(100)));

-- operations
-- alter index "by_name" of "users"
-- create index "by_bio" on "users" (bio)

-- upgrade
ALTER TABLE `users`
  DROP INDEX `by_name`,
  ADD INDEX `by_name` (`name`(10)),
  ADD INDEX `by_bio` (`bio`(100));

-- downgrade
ALTER TABLE `users`
  DROP INDEX `by_bio`,
  DROP INDEX `by_name`,
  ADD INDEX `by_name` (`name`);
