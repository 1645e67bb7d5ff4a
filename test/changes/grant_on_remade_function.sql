-- Make a function again that returns another type: rights on it stay
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';
REVOKE EXECUTE ON FUNCTION twice(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION twice(integer) TO pg_monitor;

-- to
CREATE FUNCTION twice(n integer) RETURNS bigint LANGUAGE sql AS 'SELECT n * 2::bigint';
REVOKE EXECUTE ON FUNCTION twice(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION twice(integer) TO pg_monitor;

-- survives
SELECT has_function_privilege('pg_monitor', 'twice(integer)', 'EXECUTE') AS may, has_function_privilege('public', 'twice(integer)', 'EXECUTE') AS everybody;

-- operations
-- drop revoke "FUNCTION "twice"(integer) FROM PUBLIC"
-- drop grant "FUNCTION "twice"(integer) TO "pg_monitor""
-- drop function "twice"
-- create function "twice"
-- create grant "FUNCTION "twice"(integer) TO "pg_monitor""
-- create revoke "FUNCTION "twice"(integer) FROM PUBLIC"

-- upgrade
DROP FUNCTION "twice"(integer);
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT n * 2::bigint$function$;
GRANT EXECUTE ON FUNCTION "twice"(integer) TO "pg_monitor";
REVOKE EXECUTE ON FUNCTION "twice"(integer) FROM PUBLIC;

-- downgrade
DROP FUNCTION "twice"(integer);
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT n * 2$function$;
GRANT EXECUTE ON FUNCTION "twice"(integer) TO "pg_monitor";
REVOKE EXECUTE ON FUNCTION "twice"(integer) FROM PUBLIC;
