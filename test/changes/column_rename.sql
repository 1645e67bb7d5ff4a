-- Rename a column
-- rename: users.mail:users.email

-- from
CREATE TABLE users (id integer PRIMARY KEY, mail varchar(100) NOT NULL);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(100) NOT NULL);

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT id, mail AS value FROM users;

-- survives after
SELECT id, email AS value FROM users;

-- operations
-- rename column "mail" of "users" to "email"

-- upgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";

-- upgrade: mysql
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;

-- downgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";

-- downgrade: mysql
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
