-- Drop a trigger

-- from: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TRIGGER noted AFTER INSERT ON users BEGIN SELECT 1; END;

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = upper(NEW.name);

-- to: sqlite, postgres
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- operations: sqlite, mysql
-- drop trigger "noted"

-- operations: postgres
-- drop trigger "noted"
-- drop function "note"

-- upgrade: sqlite
DROP TRIGGER "noted";

-- upgrade: postgres
DROP TRIGGER "noted" ON "users";
DROP FUNCTION "note"();

-- upgrade: mysql
DROP TRIGGER `noted`;

-- downgrade: sqlite
CREATE TRIGGER noted AFTER INSERT ON users BEGIN SELECT 1; END;

-- downgrade: postgres
CREATE OR REPLACE FUNCTION note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();

-- downgrade: mysql
CREATE TRIGGER `noted` BEFORE INSERT ON `users` FOR EACH ROW SET NEW.name = upper(NEW.name);

-- downgrade: mariadb
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = upper(NEW.name);
