-- Create a trigger

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TABLE logs (line varchar(50));

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TABLE logs (line varchar(50));
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO logs VALUES (new.name); END;

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TABLE logs (line varchar(50));
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO logs VALUES (NEW.name);
  RETURN NEW;
END
$$;
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TABLE logs (line varchar(50));
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW
BEGIN
  INSERT INTO logs VALUES (NEW.name);
END;

-- operations: sqlite, mysql
-- create trigger "noted"

-- operations: postgres
-- create function "note"
-- create trigger "noted"

-- upgrade: sqlite
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO logs VALUES (new.name); END;

-- upgrade: postgres
CREATE OR REPLACE FUNCTION note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO logs VALUES (NEW.name);
  RETURN NEW;
END
$function$;
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();

-- upgrade: mysql
CREATE TRIGGER `noted` AFTER INSERT ON `users` FOR EACH ROW BEGIN
  INSERT INTO logs VALUES (NEW.name);
END;

-- upgrade: mariadb
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW
BEGIN
  INSERT INTO logs VALUES (NEW.name);
END;

-- downgrade: sqlite
DROP TRIGGER "noted";

-- downgrade: postgres
DROP TRIGGER "noted" ON "users";
DROP FUNCTION "note"();

-- downgrade: mysql
DROP TRIGGER `noted`;
