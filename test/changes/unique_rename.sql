-- Rename a unique constraint
-- absent: sqlite (knows no way but to make the table anew, which it does not for a name)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), CONSTRAINT old UNIQUE (email));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), CONSTRAINT new UNIQUE (email));

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT * FROM users;

-- operations
-- rename constraint "old" of "users" to "new"

-- upgrade: postgres
ALTER TABLE "users" RENAME CONSTRAINT "old" TO "new";

-- upgrade: mysql
ALTER TABLE `users` RENAME INDEX `old` TO `new`;

-- downgrade: postgres
ALTER TABLE "users" RENAME CONSTRAINT "new" TO "old";

-- downgrade: mysql
ALTER TABLE `users` RENAME INDEX `new` TO `old`;
