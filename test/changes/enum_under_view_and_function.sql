-- Take a value away from a list that a view and a function use
-- absent: sqlite (has no enums), mysql (writes the values into the column's type)

-- from
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood);
CREATE VIEW moods AS SELECT id, mood FROM users;
CREATE FUNCTION best() RETURNS mood LANGUAGE sql AS 'SELECT ''glad''::mood';

-- to
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood);
CREATE VIEW moods AS SELECT id, mood FROM users;
CREATE FUNCTION best() RETURNS mood LANGUAGE sql AS 'SELECT ''glad''::mood';

-- rows
INSERT INTO users VALUES (1, 'glad');

-- survives
SELECT id, mood::text FROM moods;

-- operations
-- drop view "moods"
-- drop function "best"
-- alter enum "mood"
-- create function "best"
-- create view "moods"

-- upgrade: postgres
DROP VIEW "moods";
DROP FUNCTION "best"();
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
DROP TYPE "mood_old";
CREATE OR REPLACE FUNCTION best()
 RETURNS mood
 LANGUAGE sql
AS $function$SELECT 'glad'::mood$function$;
CREATE VIEW "moods" AS
SELECT id,
    mood
   FROM users;

-- upgrade: postgres15
DROP VIEW "moods";
DROP FUNCTION "best"();
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
DROP TYPE "mood_old";
CREATE OR REPLACE FUNCTION best()
 RETURNS mood
 LANGUAGE sql
AS $function$SELECT 'glad'::mood$function$;
CREATE VIEW "moods" AS
SELECT users.id,
    users.mood
   FROM users;

-- downgrade: postgres
DROP VIEW "moods";
DROP FUNCTION "best"();
ALTER TYPE "mood" ADD VALUE 'ok' BEFORE 'glad';
CREATE OR REPLACE FUNCTION best()
 RETURNS mood
 LANGUAGE sql
AS $function$SELECT 'glad'::mood$function$;
CREATE VIEW "moods" AS
SELECT id,
    mood
   FROM users;

-- downgrade: postgres15
DROP VIEW "moods";
DROP FUNCTION "best"();
ALTER TYPE "mood" ADD VALUE 'ok' BEFORE 'glad';
CREATE OR REPLACE FUNCTION best()
 RETURNS mood
 LANGUAGE sql
AS $function$SELECT 'glad'::mood$function$;
CREATE VIEW "moods" AS
SELECT users.id,
    users.mood
   FROM users;
