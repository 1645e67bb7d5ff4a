-- Change the function that a check and a default call
-- absent: sqlite, mysql (call built-in functions only there)

-- from
CREATE FUNCTION is_ok(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT n > 0 $$;
CREATE FUNCTION start() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE users (id integer PRIMARY KEY, n integer DEFAULT start(), CONSTRAINT ok CHECK (is_ok(n)));

-- to
CREATE FUNCTION is_ok(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT n > -1 $$;
CREATE FUNCTION start() RETURNS integer LANGUAGE sql AS $$ SELECT 2 $$;
CREATE TABLE users (id integer PRIMARY KEY, n integer DEFAULT start(), CONSTRAINT ok CHECK (is_ok(n)));

-- rows
INSERT INTO users VALUES (1, 5);

-- survives
SELECT * FROM users;

-- operations
-- replace function "is_ok"
-- replace function "start"

-- upgrade
CREATE OR REPLACE FUNCTION is_ok(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT n > -1 $function$;
CREATE OR REPLACE FUNCTION start()
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 2 $function$;

-- downgrade
CREATE OR REPLACE FUNCTION start()
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 1 $function$;
CREATE OR REPLACE FUNCTION is_ok(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT n > 0 $function$;
