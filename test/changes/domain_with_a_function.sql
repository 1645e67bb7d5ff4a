-- Create a domain that calls a new function, a row type of it, and a function that takes that
-- absent: sqlite, mysql (have no domains)

-- from: postgres
CREATE TABLE place (id integer PRIMARY KEY);

-- to: postgres
CREATE FUNCTION is_code(code text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT code ~ '^[A-Z]+$' $$;
CREATE DOMAIN code AS text CHECK (is_code(VALUE));
CREATE TYPE spot AS (code code, at point);
CREATE FUNCTION code_of(spot spot) RETURNS code LANGUAGE sql IMMUTABLE AS $$ SELECT (spot).code $$;
CREATE TABLE place (id integer PRIMARY KEY, spot spot, CHECK (code_of(spot) <> 'X'));

-- rows
INSERT INTO place (id) VALUES (1);

-- survives
SELECT id FROM place;

-- operations
-- create function "is_code"
-- create domain "code"
-- create composite type "spot"
-- create function "code_of"
-- add column "spot" spot to "place"
-- add check "place_spot_check" to "place"

-- upgrade
CREATE OR REPLACE FUNCTION is_code(code text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT code ~ '^[A-Z]+$' $function$;
CREATE DOMAIN "code" AS text CONSTRAINT "code_check" CHECK (is_code(VALUE));
CREATE TYPE "spot" AS ("code" "code", "at" point);
CREATE OR REPLACE FUNCTION code_of(spot spot)
 RETURNS code
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT (spot).code $function$;
ALTER TABLE "place" ADD COLUMN "spot" "spot", ADD CONSTRAINT "place_spot_check" CHECK ((code_of(spot))::text <> 'X'::text);

-- downgrade
ALTER TABLE "place" DROP CONSTRAINT "place_spot_check", DROP COLUMN "spot";
DROP FUNCTION "code_of"(spot);
DROP TYPE "spot";
DROP DOMAIN "code";
DROP FUNCTION "is_code"(text);
