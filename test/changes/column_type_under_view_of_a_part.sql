-- Change a column's type under views of tables that have it from another
-- absent: sqlite, mysql (have no inheritance)

-- from
CREATE TABLE reading (kind integer NOT NULL, value integer) PARTITION BY LIST (kind);
CREATE TABLE reading_1 PARTITION OF reading FOR VALUES IN (1);
CREATE VIEW first_readings AS SELECT value FROM reading_1;
CREATE TABLE city (name text, people integer);
CREATE TABLE capital () INHERITS (city);
CREATE VIEW capitals AS SELECT people FROM capital;

-- to
CREATE TABLE reading (kind integer NOT NULL, value bigint) PARTITION BY LIST (kind);
CREATE TABLE reading_1 PARTITION OF reading FOR VALUES IN (1);
CREATE VIEW first_readings AS SELECT value FROM reading_1;
CREATE TABLE city (name text, people bigint);
CREATE TABLE capital () INHERITS (city);
CREATE VIEW capitals AS SELECT people FROM capital;

-- rows
INSERT INTO reading VALUES (1, 2);

-- survives
SELECT * FROM first_readings;

-- operations
-- drop view "first_readings"
-- drop view "capitals"
-- alter column "people" of "city": type integer to bigint
-- alter column "value" of "reading": type integer to bigint
-- create view "capitals"
-- create view "first_readings"

-- upgrade: postgres
DROP VIEW "first_readings";
DROP VIEW "capitals";
ALTER TABLE "city" ALTER COLUMN "people" TYPE bigint;
ALTER TABLE "reading" ALTER COLUMN "value" TYPE bigint;
CREATE VIEW "capitals" AS
SELECT people
   FROM capital;
CREATE VIEW "first_readings" AS
SELECT value
   FROM reading_1;

-- upgrade: postgres15
DROP VIEW "first_readings";
DROP VIEW "capitals";
ALTER TABLE "city" ALTER COLUMN "people" TYPE bigint;
ALTER TABLE "reading" ALTER COLUMN "value" TYPE bigint;
CREATE VIEW "capitals" AS
SELECT capital.people
   FROM capital;
CREATE VIEW "first_readings" AS
SELECT reading_1.value
   FROM reading_1;

-- downgrade: postgres
DROP VIEW "first_readings";
DROP VIEW "capitals";
ALTER TABLE "reading" ALTER COLUMN "value" TYPE integer;
ALTER TABLE "city" ALTER COLUMN "people" TYPE integer;
CREATE VIEW "capitals" AS
SELECT people
   FROM capital;
CREATE VIEW "first_readings" AS
SELECT value
   FROM reading_1;

-- downgrade: postgres15
DROP VIEW "first_readings";
DROP VIEW "capitals";
ALTER TABLE "reading" ALTER COLUMN "value" TYPE integer;
ALTER TABLE "city" ALTER COLUMN "people" TYPE integer;
CREATE VIEW "capitals" AS
SELECT capital.people
   FROM capital;
CREATE VIEW "first_readings" AS
SELECT reading_1.value
   FROM reading_1;
