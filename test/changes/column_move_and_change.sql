-- Put columns in other places while others come, go and change
-- absent: sqlite, postgres (keep columns in the order in which they were made)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), old integer, age integer,
  double_age integer GENERATED ALWAYS AS (age * 2) VIRTUAL, email varchar(50));

-- to
CREATE TABLE users (email varchar(50), nick varchar(9), double_age integer GENERATED ALWAYS AS (age * 2) STORED,
  age bigint NOT NULL, id integer PRIMARY KEY, city varchar(9), name varchar(50));

-- rows
INSERT INTO users (id, name, age, email) VALUES (1, 'Ann', 20, 'a@b');

-- survives
SELECT id, name, age, double_age, email FROM users;

-- operations
-- add column "nick" varchar(9) to "users"
-- add column "city" varchar(9) to "users"
-- move column "email" of "users"
-- alter and move column "age" of "users": type int to bigint, set not null
-- alter and move column "double_age" of "users"
-- drop column "old" of "users"

-- upgrade
ALTER TABLE `users`
  ADD COLUMN `nick` varchar(9) FIRST,
  ADD COLUMN `city` varchar(9) AFTER `id`,
  MODIFY COLUMN `email` varchar(50) FIRST,
  MODIFY COLUMN `age` bigint NOT NULL AFTER `nick`;
ALTER TABLE `users` DROP COLUMN `double_age`, ADD COLUMN `double_age` int GENERATED ALWAYS AS (`age` * 2) STORED AFTER `nick`;
ALTER TABLE `users` DROP COLUMN `old`;

-- downgrade
ALTER TABLE `users` ADD COLUMN `old` int;
ALTER TABLE `users` DROP COLUMN `double_age`, ADD COLUMN `double_age` int GENERATED ALWAYS AS (`age` * 2) VIRTUAL AFTER `old`;
ALTER TABLE `users`
  MODIFY COLUMN `age` int AFTER `old`,
  MODIFY COLUMN `email` varchar(50) AFTER `double_age`,
  DROP COLUMN `city`,
  DROP COLUMN `nick`;
