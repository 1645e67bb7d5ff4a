-- Change what a function does
-- absent: sqlite (has no stored functions)

-- from: postgres
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n + n $$;

-- from: mysql
CREATE FUNCTION twice(n integer) RETURNS integer DETERMINISTIC RETURN n + n;

-- to: postgres
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT n * 2 $$;

-- to: mysql
CREATE FUNCTION twice(n integer) RETURNS integer DETERMINISTIC RETURN n * 2;

-- operations
-- replace function "twice"

-- upgrade: postgres
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE STRICT
AS $function$ SELECT n * 2 $function$;

-- upgrade: mysql
DROP FUNCTION `twice`;
CREATE FUNCTION `twice`(n integer) RETURNS int
    DETERMINISTIC
RETURN n * 2;

-- upgrade: mariadb
CREATE OR REPLACE FUNCTION `twice`(n integer) RETURNS int(11)
    DETERMINISTIC
RETURN n * 2;

-- downgrade: postgres
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT n + n $function$;

-- downgrade: mysql
DROP FUNCTION `twice`;
CREATE FUNCTION `twice`(n integer) RETURNS int
    DETERMINISTIC
RETURN n + n;

-- downgrade: mariadb
CREATE OR REPLACE FUNCTION `twice`(n integer) RETURNS int(11)
    DETERMINISTIC
RETURN n + n;
