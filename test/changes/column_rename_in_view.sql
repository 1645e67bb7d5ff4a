-- Rename a column that a view reads
-- rename: users.mail:users.email

-- from
CREATE TABLE users (id integer PRIMARY KEY, mail varchar(100));
CREATE VIEW mails AS SELECT id, mail AS address FROM users;

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(100));
CREATE VIEW mails AS SELECT id, email AS address FROM users;

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT id, address FROM mails;

-- operations
-- drop view "mails"
-- rename column "mail" of "users" to "email"
-- create view "mails"

-- upgrade: sqlite
DROP VIEW "mails";
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";
CREATE VIEW mails AS SELECT id, email AS address FROM users;

-- upgrade: postgres
DROP VIEW "mails";
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";
CREATE VIEW "mails" AS
SELECT id,
    email AS address
   FROM users;

-- upgrade: postgres15
DROP VIEW "mails";
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";
CREATE VIEW "mails" AS
SELECT users.id,
    users.email AS address
   FROM users;

-- upgrade: mysql
DROP VIEW `mails`;
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
CREATE VIEW `mails` AS select `users`.`id` AS `id`,`users`.`email` AS `address` from `users`;

-- downgrade: sqlite
DROP VIEW "mails";
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";
CREATE VIEW mails AS SELECT id, mail AS address FROM users;

-- downgrade: postgres
DROP VIEW "mails";
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";
CREATE VIEW "mails" AS
SELECT id,
    mail AS address
   FROM users;

-- downgrade: postgres15
DROP VIEW "mails";
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";
CREATE VIEW "mails" AS
SELECT users.id,
    users.mail AS address
   FROM users;

-- downgrade: mysql
DROP VIEW `mails`;
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
CREATE VIEW `mails` AS select `users`.`id` AS `id`,`users`.`mail` AS `address` from `users`;
