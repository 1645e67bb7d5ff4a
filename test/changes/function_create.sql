-- Create functions of one name with different arguments
-- absent: sqlite (has no stored functions), mysql (has one function of a name)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY);
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$;
CREATE FUNCTION twice(t text, n integer DEFAULT 2) RETURNS text LANGUAGE sql AS $$ SELECT repeat(t, n) $$;

-- operations
-- create function "twice"
-- create function "twice"

-- upgrade
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT n * 2 $function$;
CREATE OR REPLACE FUNCTION twice(t text, n integer DEFAULT 2)
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT repeat(t, n) $function$;

-- downgrade
DROP FUNCTION "twice"(text, integer);
DROP FUNCTION "twice"(integer);
