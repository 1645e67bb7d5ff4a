-- Take the right to run a function from everybody, for one role
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';
CREATE FUNCTION twice(t text) RETURNS text LANGUAGE sql AS 'SELECT t || t';
CREATE PROCEDURE work() LANGUAGE sql AS 'SELECT 1';

-- to
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';
CREATE FUNCTION twice(t text) RETURNS text LANGUAGE sql AS 'SELECT t || t';
CREATE PROCEDURE work() LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION twice(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION twice(integer) TO pg_monitor;
GRANT EXECUTE ON PROCEDURE work() TO pg_monitor WITH GRANT OPTION;

-- operations
-- create grant "FUNCTION "twice"(integer) TO "pg_monitor""
-- create grant "PROCEDURE "work"() TO "pg_monitor" WITH GRANT OPTION"
-- create revoke "FUNCTION "twice"(integer) FROM PUBLIC"

-- upgrade
GRANT EXECUTE ON FUNCTION "twice"(integer) TO "pg_monitor";
GRANT EXECUTE ON PROCEDURE "work"() TO "pg_monitor" WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION "twice"(integer) FROM PUBLIC;

-- downgrade
GRANT EXECUTE ON FUNCTION "twice"(integer) TO PUBLIC;
REVOKE EXECUTE ON PROCEDURE "work"() FROM "pg_monitor";
REVOKE EXECUTE ON FUNCTION "twice"(integer) FROM "pg_monitor";
