-- Cast by another function, and only where it is asked for
-- absent: sqlite (has no casts of one's own), mysql (has no casts of one's own)

-- from
CREATE TYPE amount AS (cents integer);
CREATE FUNCTION cents(amount) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.cents';
CREATE CAST (amount AS integer) WITH FUNCTION cents(amount) AS ASSIGNMENT;

-- to
CREATE TYPE amount AS (cents integer);
CREATE FUNCTION euros(amount) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.cents / 100';
CREATE CAST (amount AS integer) WITH FUNCTION euros(amount);

-- operations
-- drop cast "(amount AS integer)"
-- drop function "cents"
-- create function "euros"
-- create cast "(amount AS integer)"

-- upgrade
DROP CAST (amount AS integer);
DROP FUNCTION "cents"(amount);
CREATE OR REPLACE FUNCTION euros(amount)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1.cents / 100$function$;
CREATE CAST (amount AS integer) WITH FUNCTION euros(amount);

-- downgrade
DROP CAST (amount AS integer);
DROP FUNCTION "euros"(amount);
CREATE OR REPLACE FUNCTION cents(amount)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1.cents$function$;
CREATE CAST (amount AS integer) WITH FUNCTION cents(amount) AS ASSIGNMENT;
