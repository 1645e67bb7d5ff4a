-- Let a function of one's own give the default
-- absent: sqlite, mysql (call no functions of one's own in a default)

-- from
CREATE TABLE users (id integer PRIMARY KEY, code text DEFAULT 'x');

-- to
CREATE FUNCTION new_code() RETURNS text LANGUAGE sql AS 'SELECT ''y''::text';
CREATE TABLE users (id integer PRIMARY KEY, code text DEFAULT new_code());

-- rows
INSERT INTO users VALUES (1, 'a');

-- survives
SELECT * FROM users;

-- operations
-- create function "new_code"
-- alter column "code" of "users": default new_code()

-- upgrade
CREATE OR REPLACE FUNCTION new_code()
 RETURNS text
 LANGUAGE sql
AS $function$SELECT 'y'::text$function$;
ALTER TABLE "users" ALTER COLUMN "code" SET DEFAULT new_code();

-- downgrade
ALTER TABLE "users" ALTER COLUMN "code" SET DEFAULT 'x'::text;
DROP FUNCTION "new_code"();
