-- Drop a table with its trigger and its view

-- from: sqlite
CREATE TABLE keep (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TRIGGER noted AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE VIEW names AS SELECT name FROM users;

-- from: postgres
CREATE TABLE keep (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
CREATE VIEW names AS SELECT name FROM users;

-- from: mysql
CREATE TABLE keep (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = upper(NEW.name);
CREATE VIEW names AS SELECT name FROM users;

-- to
CREATE TABLE keep (id integer PRIMARY KEY);

-- operations: sqlite, mysql
-- drop view "names"
-- drop trigger "noted"
-- drop table "users"

-- operations: postgres
-- drop view "names"
-- drop trigger "noted"
-- drop function "note"
-- drop table "users"

-- upgrade: sqlite
DROP VIEW "names";
DROP TRIGGER "noted";
DROP TABLE "users";

-- upgrade: postgres
DROP VIEW "names";
DROP TRIGGER "noted" ON "users";
DROP FUNCTION "note"();
DROP TABLE "users";

-- upgrade: mysql
DROP VIEW `names`;
DROP TRIGGER `noted`;
DROP TABLE `users`;

-- downgrade: sqlite
CREATE TABLE "users" (
  "id" integer PRIMARY KEY,
  "name" text
);
CREATE TRIGGER noted AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE VIEW names AS SELECT name FROM users;

-- downgrade: postgres
CREATE TABLE "users" (
  "id" integer NOT NULL,
  "name" text,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
CREATE OR REPLACE FUNCTION note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
CREATE VIEW "names" AS
SELECT name
   FROM users;

-- downgrade: postgres15
CREATE TABLE "users" (
  "id" integer NOT NULL,
  "name" text,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
CREATE OR REPLACE FUNCTION note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
CREATE VIEW "names" AS
SELECT users.name
   FROM users;

-- downgrade: mysql
CREATE TABLE `users` (
  `id` int NOT NULL,
  `name` varchar(50),
  PRIMARY KEY (`id`)
);
CREATE TRIGGER `noted` BEFORE INSERT ON `users` FOR EACH ROW SET NEW.name = upper(NEW.name);
CREATE VIEW `names` AS select `users`.`name` AS `name` from `users`;

-- downgrade: mariadb
CREATE TABLE `users` (
  `id` int NOT NULL,
  `name` varchar(50),
  PRIMARY KEY (`id`)
);
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = upper(NEW.name);
CREATE VIEW `names` AS select `users`.`name` AS `name` from `users`;
