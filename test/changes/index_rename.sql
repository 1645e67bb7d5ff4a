-- Rename an index

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE INDEX old_name ON users (name, age);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE INDEX new_name ON users (name, age);

-- operations
-- rename index "old_name" of "users" to "new_name"

-- upgrade: sqlite
DROP INDEX "old_name";
CREATE INDEX "new_name" ON "users" ("name", "age");

-- upgrade: postgres
ALTER INDEX "old_name" RENAME TO "new_name";

-- upgrade: mysql
ALTER TABLE `users` RENAME INDEX `old_name` TO `new_name`;

-- downgrade: sqlite
DROP INDEX "new_name";
CREATE INDEX "old_name" ON "users" ("name", "age");

-- downgrade: postgres
ALTER INDEX "new_name" RENAME TO "old_name";

-- downgrade: mysql
ALTER TABLE `users` RENAME INDEX `new_name` TO `old_name`;
