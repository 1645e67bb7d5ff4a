-- Create an aggregate
-- absent: sqlite, mysql (have aggregates of compiled code only)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY);
CREATE FUNCTION put(a integer, b integer) RETURNS integer LANGUAGE sql AS $$ SELECT a + b $$;
CREATE AGGREGATE total (integer) (SFUNC = put, STYPE = integer, INITCOND = '0');

-- operations
-- create function "put"
-- create aggregate "total"

-- upgrade
CREATE OR REPLACE FUNCTION put(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT a + b $function$;
CREATE AGGREGATE total(integer) (SFUNC = put, STYPE = integer, INITCOND = '0');

-- downgrade
DROP AGGREGATE "total"(integer);
DROP FUNCTION "put"(integer, integer);
