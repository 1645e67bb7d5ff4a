-- Give a function another argument
-- absent: sqlite (has no stored functions)

-- from: postgres
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n * 2 $$;
CREATE VIEW four AS SELECT twice(2) AS n;

-- from: mysql
CREATE FUNCTION twice(n integer) RETURNS integer DETERMINISTIC RETURN n * 2;

-- to: postgres
CREATE FUNCTION twice(n bigint) RETURNS integer LANGUAGE sql AS $$ SELECT (n * 2)::integer $$;
CREATE VIEW four AS SELECT twice(2) AS n;

-- to: mysql
CREATE FUNCTION twice(n bigint, m integer) RETURNS integer DETERMINISTIC RETURN n * 2 + m;

-- operations: postgres
-- drop view "four"
-- drop function "twice"
-- create function "twice"
-- create view "four"

-- operations: mysql
-- replace function "twice"

-- upgrade: postgres
DROP VIEW "four";
DROP FUNCTION "twice"(integer);
CREATE OR REPLACE FUNCTION twice(n bigint)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT (n * 2)::integer $function$;
CREATE VIEW "four" AS
SELECT twice((2)::bigint) AS n;

-- upgrade: mysql
DROP FUNCTION `twice`;
CREATE FUNCTION `twice`(n bigint, m integer) RETURNS int
    DETERMINISTIC
RETURN n * 2 + m;

-- upgrade: mariadb
CREATE OR REPLACE FUNCTION `twice`(n bigint, m integer) RETURNS int(11)
    DETERMINISTIC
RETURN n * 2 + m;

-- downgrade: postgres
DROP VIEW "four";
DROP FUNCTION "twice"(bigint);
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT n * 2 $function$;
CREATE VIEW "four" AS
SELECT twice(2) AS n;

-- downgrade: mysql
DROP FUNCTION `twice`;
CREATE FUNCTION `twice`(n integer) RETURNS int
    DETERMINISTIC
RETURN n * 2;

-- downgrade: mariadb
CREATE OR REPLACE FUNCTION `twice`(n integer) RETURNS int(11)
    DETERMINISTIC
RETURN n * 2;
