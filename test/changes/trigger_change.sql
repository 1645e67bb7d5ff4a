-- Change what a trigger does

-- from: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TABLE logs (line text);
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO logs VALUES (new.name); END;

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = upper(NEW.name);

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TABLE logs (line text);
CREATE TRIGGER noted AFTER UPDATE OF name ON users WHEN new.name <> old.name BEGIN INSERT INTO logs VALUES (old.name); INSERT INTO logs VALUES (new.name); END;

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted BEFORE UPDATE OF name ON users FOR EACH ROW WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION note();

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = lower(NEW.name);

-- operations: sqlite, postgres
-- drop trigger "noted"
-- create trigger "noted"

-- operations: mysql
-- replace trigger "noted"

-- upgrade: sqlite
DROP TRIGGER "noted";
CREATE TRIGGER noted AFTER UPDATE OF name ON users WHEN new.name <> old.name BEGIN INSERT INTO logs VALUES (old.name); INSERT INTO logs VALUES (new.name); END;

-- upgrade: postgres
DROP TRIGGER "noted" ON "users";
CREATE TRIGGER noted BEFORE UPDATE OF name ON users FOR EACH ROW WHEN (new.name <> old.name) EXECUTE FUNCTION note();

-- upgrade: mysql
DROP TRIGGER `noted`;
CREATE TRIGGER `noted` BEFORE INSERT ON `users` FOR EACH ROW SET NEW.name = lower(NEW.name);

-- upgrade: mariadb
CREATE OR REPLACE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = lower(NEW.name);

-- downgrade: sqlite
DROP TRIGGER "noted";
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO logs VALUES (new.name); END;

-- downgrade: postgres
DROP TRIGGER "noted" ON "users";
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();

-- downgrade: mysql
DROP TRIGGER `noted`;
CREATE TRIGGER `noted` BEFORE INSERT ON `users` FOR EACH ROW SET NEW.name = upper(NEW.name);

-- downgrade: mariadb
CREATE OR REPLACE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = upper(NEW.name);
