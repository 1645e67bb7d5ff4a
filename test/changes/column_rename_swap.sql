-- Let two columns swap their names
-- rename: users.first:users.last
-- rename: users.last:users.first

-- from
CREATE TABLE users (id integer PRIMARY KEY, first varchar(50), last varchar(60));

-- to
CREATE TABLE users (id integer PRIMARY KEY, last varchar(50), first varchar(60));

-- rows
INSERT INTO users VALUES (1, 'Ann', 'Ash');

-- survives
SELECT id, first AS a, last AS b FROM users;

-- survives after
SELECT id, last AS a, first AS b FROM users;

-- operations
-- rename column "first" of "users" to "first_old"
-- rename column "last" of "users" to "first"
-- rename column "first_old" of "users" to "last"

-- upgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "first" TO "first_old";
ALTER TABLE "users" RENAME COLUMN "last" TO "first";
ALTER TABLE "users" RENAME COLUMN "first_old" TO "last";

-- upgrade: mysql
ALTER TABLE `users` RENAME COLUMN `first` TO `first_old`;
ALTER TABLE `users` RENAME COLUMN `last` TO `first`;
ALTER TABLE `users` RENAME COLUMN `first_old` TO `last`;

-- downgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "last" TO "first_old";
ALTER TABLE "users" RENAME COLUMN "first" TO "last";
ALTER TABLE "users" RENAME COLUMN "first_old" TO "first";

-- downgrade: mysql
ALTER TABLE `users` RENAME COLUMN `last` TO `first_old`;
ALTER TABLE `users` RENAME COLUMN `first` TO `last`;
ALTER TABLE `users` RENAME COLUMN `first_old` TO `first`;
