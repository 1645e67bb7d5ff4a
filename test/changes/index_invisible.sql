-- Keep the planner from using an index
-- absent: sqlite, postgres (use every index)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), KEY by_name (name));

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), KEY by_name (name) INVISIBLE);

-- to: mariadb
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), KEY by_name (name) IGNORED);

-- operations
-- alter index "by_name" of "users"

-- upgrade: mysql
ALTER TABLE `users` ALTER INDEX `by_name` INVISIBLE;

-- upgrade: mariadb
ALTER TABLE `users` ALTER INDEX `by_name` IGNORED;

-- downgrade: mysql
ALTER TABLE `users` ALTER INDEX `by_name` VISIBLE;

-- downgrade: mariadb
ALTER TABLE `users` ALTER INDEX `by_name` NOT IGNORED;
