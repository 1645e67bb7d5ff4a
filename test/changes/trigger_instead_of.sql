-- Let a trigger write through a view
-- absent: mysql (has triggers on tables only)

-- from: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT name FROM users;

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT name FROM users;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT name FROM users;
CREATE TRIGGER put INSTEAD OF INSERT ON names BEGIN INSERT INTO users (name) VALUES (new.name); END;

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT name FROM users;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER put INSTEAD OF INSERT ON names FOR EACH ROW EXECUTE FUNCTION note();

-- operations
-- create trigger "put"

-- upgrade: sqlite
CREATE TRIGGER put INSTEAD OF INSERT ON names BEGIN INSERT INTO users (name) VALUES (new.name); END;

-- upgrade: postgres
CREATE TRIGGER put INSTEAD OF INSERT ON names FOR EACH ROW EXECUTE FUNCTION note();

-- downgrade: sqlite
DROP TRIGGER "put";

-- downgrade: postgres
DROP TRIGGER "put" ON "names";
