-- Drop a column that a view reads, and the view with it
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, nick varchar(20), name varchar(50));
CREATE VIEW nicks AS SELECT nick FROM users;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO users VALUES (1, 'a', 'Ann');

-- survives
SELECT id, name FROM users;

-- operations
-- drop view "nicks"
-- drop column "nick" of "users"

-- upgrade: sqlite, postgres
DROP VIEW "nicks";
ALTER TABLE "users" DROP COLUMN "nick";

-- upgrade: mysql
DROP VIEW `nicks`;
ALTER TABLE `users` DROP COLUMN `nick`;

-- downgrade: sqlite
ALTER TABLE "users" ADD COLUMN "nick" varchar(20);
CREATE VIEW nicks AS SELECT nick FROM users;

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "nick" character varying(20);
CREATE VIEW "nicks" AS
SELECT nick
   FROM users;

-- downgrade: postgres15
ALTER TABLE "users" ADD COLUMN "nick" character varying(20);
CREATE VIEW "nicks" AS
SELECT users.nick
   FROM users;

-- downgrade: mysql
ALTER TABLE `users` ADD COLUMN `nick` varchar(20) AFTER `id`;
CREATE VIEW `nicks` AS select `users`.`nick` AS `nick` from `users`;
