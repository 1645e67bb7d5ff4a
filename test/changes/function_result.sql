-- Let a function give another type
-- absent: sqlite (has no stored functions)

-- from: postgres
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;

-- from: mysql
CREATE FUNCTION one() RETURNS integer DETERMINISTIC RETURN 1;

-- to: postgres
CREATE FUNCTION one() RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$;

-- to: mysql
CREATE FUNCTION one() RETURNS bigint DETERMINISTIC RETURN 1;

-- operations: postgres
-- drop function "one"
-- create function "one"

-- operations: mysql
-- replace function "one"

-- upgrade: postgres
DROP FUNCTION "one"();
CREATE OR REPLACE FUNCTION one()
 RETURNS bigint
 LANGUAGE sql
AS $function$ SELECT 1::bigint $function$;

-- upgrade: mysql
DROP FUNCTION `one`;
CREATE FUNCTION `one`() RETURNS bigint
    DETERMINISTIC
RETURN 1;

-- upgrade: mariadb
CREATE OR REPLACE FUNCTION `one`() RETURNS bigint(20)
    DETERMINISTIC
RETURN 1;

-- downgrade: postgres
DROP FUNCTION "one"();
CREATE OR REPLACE FUNCTION one()
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 1 $function$;

-- downgrade: mysql
DROP FUNCTION `one`;
CREATE FUNCTION `one`() RETURNS int
    DETERMINISTIC
RETURN 1;

-- downgrade: mariadb
CREATE OR REPLACE FUNCTION `one`() RETURNS int(11)
    DETERMINISTIC
RETURN 1;
