-- Create views that seem to need each other, and a trigger on one of them
-- absent: postgres, mysql (know what a view needs)

-- from
CREATE TABLE users (id integer PRIMARY KEY, b text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, b text);
CREATE VIEW v AS SELECT b FROM users;
CREATE VIEW b AS SELECT b FROM v;
CREATE TRIGGER a INSTEAD OF DELETE ON v BEGIN DELETE FROM users WHERE b = old.b; END;

-- operations
-- create view "b"
-- create view "v"
-- create trigger "a"

-- upgrade
CREATE VIEW b AS SELECT b FROM v;
CREATE VIEW v AS SELECT b FROM users;
CREATE TRIGGER a INSTEAD OF DELETE ON v BEGIN DELETE FROM users WHERE b = old.b; END;

-- downgrade
DROP TRIGGER "a";
DROP VIEW "v";
DROP VIEW "b";
