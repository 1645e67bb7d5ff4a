-- Drop a column that a view no longer reads
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, nick varchar(20), name varchar(50));
CREATE VIEW names AS SELECT id, name, nick FROM users;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE VIEW names AS SELECT id, name FROM users;

-- rows
INSERT INTO users VALUES (1, 'a', 'Ann');

-- survives
SELECT id, name FROM users;

-- operations
-- drop view "names"
-- drop column "nick" of "users"
-- create view "names"

-- upgrade: sqlite
DROP VIEW "names";
ALTER TABLE "users" DROP COLUMN "nick";
CREATE VIEW names AS SELECT id, name FROM users;

-- upgrade: postgres
DROP VIEW "names";
ALTER TABLE "users" DROP COLUMN "nick";
CREATE VIEW "names" AS
SELECT id,
    name
   FROM users;

-- upgrade: postgres15
DROP VIEW "names";
ALTER TABLE "users" DROP COLUMN "nick";
CREATE VIEW "names" AS
SELECT users.id,
    users.name
   FROM users;

-- upgrade: mysql
DROP VIEW `names`;
ALTER TABLE `users` DROP COLUMN `nick`;
CREATE VIEW `names` AS select `users`.`id` AS `id`,`users`.`name` AS `name` from `users`;

-- downgrade: sqlite
DROP VIEW "names";
ALTER TABLE "users" ADD COLUMN "nick" varchar(20);
CREATE VIEW names AS SELECT id, name, nick FROM users;

-- downgrade: postgres
DROP VIEW "names";
ALTER TABLE "users" ADD COLUMN "nick" character varying(20);
CREATE VIEW "names" AS
SELECT id,
    name,
    nick
   FROM users;

-- downgrade: postgres15
DROP VIEW "names";
ALTER TABLE "users" ADD COLUMN "nick" character varying(20);
CREATE VIEW "names" AS
SELECT users.id,
    users.name,
    users.nick
   FROM users;

-- downgrade: mysql
DROP VIEW `names`;
ALTER TABLE `users` ADD COLUMN `nick` varchar(20) AFTER `id`;
CREATE VIEW `names` AS select `users`.`id` AS `id`,`users`.`name` AS `name`,`users`.`nick` AS `nick` from `users`;
