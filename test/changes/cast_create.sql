-- Turn values of one type into another
-- absent: sqlite (has no casts of one's own), mysql (has no casts of one's own)

-- from
CREATE TYPE amount AS (cents integer);

-- to
CREATE TYPE amount AS (cents integer);
CREATE FUNCTION cents(amount) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.cents';
CREATE CAST (amount AS integer) WITH FUNCTION cents(amount) AS ASSIGNMENT;
CREATE CAST (amount AS text) WITH INOUT AS IMPLICIT;
COMMENT ON CAST (amount AS integer) IS 'in cents';

-- operations
-- create cast "(amount AS text)"
-- create function "cents"
-- create cast "(amount AS integer)"
-- create comment "CAST (amount AS integer)"

-- upgrade
CREATE CAST (amount AS text) WITH INOUT AS IMPLICIT;
CREATE OR REPLACE FUNCTION cents(amount)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1.cents$function$;
CREATE CAST (amount AS integer) WITH FUNCTION cents(amount) AS ASSIGNMENT;
COMMENT ON CAST (amount AS integer) IS 'in cents';

-- downgrade
DROP CAST (amount AS integer);
DROP FUNCTION "cents"(amount);
DROP CAST (amount AS text);
