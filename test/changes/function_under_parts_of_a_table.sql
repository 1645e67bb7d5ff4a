-- Let a function give another type, under a default, a check, a generated column, an index and a domain
-- absent: sqlite (has no functions of its own), mysql (does not let them into a table)
-- column order: postgres (adds columns at the end)

-- from: postgres
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE DOMAIN even AS integer CHECK (twice(VALUE) > 0);
CREATE TABLE number (
  id integer PRIMARY KEY,
  n integer NOT NULL DEFAULT twice(21) CHECK (twice(n) < 1000),
  doubled integer GENERATED ALWAYS AS (twice(n)) STORED,
  e even
);
CREATE INDEX number_twice ON number (twice(n));
CREATE INDEX number_some ON number (id) WHERE twice(id) > 2;
CREATE UNIQUE INDEX number_doubled ON number (doubled);
CREATE VIEW doubles AS SELECT id, doubled FROM number;
ALTER TABLE number ENABLE ROW LEVEL SECURITY;
CREATE POLICY small ON number USING (twice(n) < 100);

-- to: postgres
CREATE FUNCTION twice(n integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n * 2::bigint';
CREATE DOMAIN even AS integer CHECK (twice(VALUE) > 0);
CREATE TABLE number (
  id integer PRIMARY KEY,
  n integer NOT NULL DEFAULT twice(21) CHECK (twice(n) < 1000),
  doubled integer GENERATED ALWAYS AS (twice(n)) STORED,
  e even
);
CREATE INDEX number_twice ON number (twice(n));
CREATE INDEX number_some ON number (id) WHERE twice(id) > 2;
CREATE UNIQUE INDEX number_doubled ON number (doubled);
CREATE VIEW doubles AS SELECT id, doubled FROM number;
ALTER TABLE number ENABLE ROW LEVEL SECURITY;
CREATE POLICY small ON number USING (twice(n) < 100);

-- rows
INSERT INTO number (id, n, e) VALUES (1, 5, 3), (2, DEFAULT, NULL);

-- survives
SELECT id, n, doubled, e FROM number ORDER BY id;

-- operations
-- drop view "doubles"
-- alter domain "even"
-- drop index "number_doubled" of "number"
-- drop index "number_some" of "number"
-- drop index "number_twice" of "number"
-- drop check "number_n_check" of "number"
-- drop column "doubled" of "number"
-- alter column "n" of "number": drop default
-- drop policy "small"
-- drop function "twice"
-- create function "twice"
-- alter domain "even"
-- alter column "n" of "number": default twice(21)
-- add column "doubled" integer to "number"
-- add check "number_n_check" to "number"
-- create unique index "number_doubled" on "number" (doubled)
-- create index "number_some" on "number" (id)
-- create index "number_twice" on "number" ((twice(n)))
-- create policy "small"
-- create view "doubles"

-- upgrade: postgres
DROP VIEW "doubles";
ALTER DOMAIN "even" DROP CONSTRAINT "even_check";
DROP INDEX "number_doubled";
DROP INDEX "number_some";
DROP INDEX "number_twice";
ALTER TABLE "number" DROP CONSTRAINT "number_n_check", DROP COLUMN "doubled", ALTER COLUMN "n" DROP DEFAULT;
DROP POLICY "small" ON "number";
DROP FUNCTION "twice"(integer);
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n * 2::bigint$function$;
ALTER DOMAIN "even" ADD CONSTRAINT "even_check" CHECK (twice(VALUE) > 0);
ALTER TABLE "number" ALTER COLUMN "n" SET DEFAULT twice(21), ADD COLUMN "doubled" integer GENERATED ALWAYS AS (twice(n)) STORED, ADD CONSTRAINT "number_n_check" CHECK (twice(n) < 1000);
CREATE UNIQUE INDEX "number_doubled" ON "number" ("doubled");
CREATE INDEX "number_some" ON "number" ("id") WHERE twice(id) > 2;
CREATE INDEX "number_twice" ON "number" ((twice(n)));
CREATE POLICY small ON number FOR ALL TO PUBLIC USING ((twice(n) < 100));
CREATE VIEW "doubles" AS
SELECT id,
    doubled
   FROM number;

-- upgrade: postgres15
DROP VIEW "doubles";
ALTER DOMAIN "even" DROP CONSTRAINT "even_check";
DROP INDEX "number_doubled";
DROP INDEX "number_some";
DROP INDEX "number_twice";
ALTER TABLE "number" DROP CONSTRAINT "number_n_check", DROP COLUMN "doubled", ALTER COLUMN "n" DROP DEFAULT;
DROP POLICY "small" ON "number";
DROP FUNCTION "twice"(integer);
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n * 2::bigint$function$;
ALTER DOMAIN "even" ADD CONSTRAINT "even_check" CHECK (twice(VALUE) > 0);
ALTER TABLE "number" ALTER COLUMN "n" SET DEFAULT twice(21), ADD COLUMN "doubled" integer GENERATED ALWAYS AS (twice(n)) STORED, ADD CONSTRAINT "number_n_check" CHECK (twice(n) < 1000);
CREATE UNIQUE INDEX "number_doubled" ON "number" ("doubled");
CREATE INDEX "number_some" ON "number" ("id") WHERE twice(id) > 2;
CREATE INDEX "number_twice" ON "number" ((twice(n)));
CREATE POLICY small ON number FOR ALL TO PUBLIC USING ((twice(n) < 100));
CREATE VIEW "doubles" AS
SELECT number.id,
    number.doubled
   FROM number;

-- downgrade: postgres
DROP VIEW "doubles";
DROP POLICY "small" ON "number";
DROP INDEX "number_twice";
DROP INDEX "number_some";
DROP INDEX "number_doubled";
ALTER TABLE "number" DROP CONSTRAINT "number_n_check", DROP COLUMN "doubled", ALTER COLUMN "n" DROP DEFAULT;
ALTER DOMAIN "even" DROP CONSTRAINT "even_check";
DROP FUNCTION "twice"(integer);
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n * 2$function$;
CREATE POLICY small ON number FOR ALL TO PUBLIC USING ((twice(n) < 100));
ALTER TABLE "number" ALTER COLUMN "n" SET DEFAULT twice(21), ADD COLUMN "doubled" integer GENERATED ALWAYS AS (twice(n)) STORED, ADD CONSTRAINT "number_n_check" CHECK (twice(n) < 1000);
CREATE INDEX "number_twice" ON "number" ((twice(n)));
CREATE INDEX "number_some" ON "number" ("id") WHERE twice(id) > 2;
CREATE UNIQUE INDEX "number_doubled" ON "number" ("doubled");
ALTER DOMAIN "even" ADD CONSTRAINT "even_check" CHECK (twice(VALUE) > 0);
CREATE VIEW "doubles" AS
SELECT id,
    doubled
   FROM number;

-- downgrade: postgres15
DROP VIEW "doubles";
DROP POLICY "small" ON "number";
DROP INDEX "number_twice";
DROP INDEX "number_some";
DROP INDEX "number_doubled";
ALTER TABLE "number" DROP CONSTRAINT "number_n_check", DROP COLUMN "doubled", ALTER COLUMN "n" DROP DEFAULT;
ALTER DOMAIN "even" DROP CONSTRAINT "even_check";
DROP FUNCTION "twice"(integer);
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n * 2$function$;
CREATE POLICY small ON number FOR ALL TO PUBLIC USING ((twice(n) < 100));
ALTER TABLE "number" ALTER COLUMN "n" SET DEFAULT twice(21), ADD COLUMN "doubled" integer GENERATED ALWAYS AS (twice(n)) STORED, ADD CONSTRAINT "number_n_check" CHECK (twice(n) < 1000);
CREATE INDEX "number_twice" ON "number" ((twice(n)));
CREATE INDEX "number_some" ON "number" ("id") WHERE twice(id) > 2;
CREATE UNIQUE INDEX "number_doubled" ON "number" ("doubled");
ALTER DOMAIN "even" ADD CONSTRAINT "even_check" CHECK (twice(VALUE) > 0);
CREATE VIEW "doubles" AS
SELECT number.id,
    number.doubled
   FROM number;
