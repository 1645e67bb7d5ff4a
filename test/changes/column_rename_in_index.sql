-- Rename a column that indexes are on
-- rename: users.mail:users.email

-- from: sqlite, postgres, mysql
CREATE TABLE users (id integer PRIMARY KEY, mail varchar(100), name varchar(50));
CREATE INDEX by_mail ON users (mail, name);
CREATE INDEX by_lower ON users ((lower(mail)));

-- from: mariadb
CREATE TABLE users (id integer PRIMARY KEY, mail varchar(100), name varchar(50));
CREATE INDEX by_mail ON users (mail, name);

-- to: sqlite, postgres, mysql
CREATE TABLE users (id integer PRIMARY KEY, email varchar(100), name varchar(50));
CREATE INDEX by_mail ON users (email, name);
CREATE INDEX by_lower ON users ((lower(email)));

-- to: mariadb
CREATE TABLE users (id integer PRIMARY KEY, email varchar(100), name varchar(50));
CREATE INDEX by_mail ON users (email, name);

-- rows
INSERT INTO users VALUES (1, 'a@b', 'Ann');

-- survives
SELECT id, mail AS value FROM users;

-- survives after
SELECT id, email AS value FROM users;

-- operations
-- rename column "mail" of "users" to "email"

-- upgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `by_lower`,
  RENAME COLUMN `mail` TO `email`,
  ADD INDEX `by_lower` ((lower(`email`)));

-- upgrade: mariadb
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;

-- downgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";

-- downgrade: mysql
ALTER TABLE `users`
  DROP INDEX `by_lower`,
  RENAME COLUMN `email` TO `mail`,
  ADD INDEX `by_lower` ((lower(`mail`)));

-- downgrade: mariadb
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
