-- Make a view again under a column that changes its type: rights on it stay
-- absent: sqlite (no rights)
-- absent: mysql (views stay while their columns change)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);
CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;
GRANT SELECT ON adults TO PUBLIC;

-- to
CREATE TABLE users (id integer PRIMARY KEY, age bigint);
CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;
GRANT SELECT ON adults TO PUBLIC;

-- rows
INSERT INTO users VALUES (1, 20);

-- survives
SELECT id, has_table_privilege('pg_monitor', 'adults', 'SELECT') AS may FROM adults;

-- operations
-- drop grant "TABLE "adults" TO PUBLIC"
-- drop view "adults"
-- alter column "age" of "users": type integer to bigint
-- create view "adults"
-- create grant "TABLE "adults" TO PUBLIC"

-- upgrade: postgres
DROP VIEW "adults";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE VIEW "adults" AS
SELECT id
   FROM users
  WHERE (age > 17);
GRANT SELECT ON TABLE "adults" TO PUBLIC;

-- upgrade: postgres15
DROP VIEW "adults";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE VIEW "adults" AS
SELECT users.id
   FROM users
  WHERE (users.age > 17);
GRANT SELECT ON TABLE "adults" TO PUBLIC;

-- downgrade: postgres
DROP VIEW "adults";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE VIEW "adults" AS
SELECT id
   FROM users
  WHERE (age > 17);
GRANT SELECT ON TABLE "adults" TO PUBLIC;

-- downgrade: postgres15
DROP VIEW "adults";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE VIEW "adults" AS
SELECT users.id
   FROM users
  WHERE (users.age > 17);
GRANT SELECT ON TABLE "adults" TO PUBLIC;
