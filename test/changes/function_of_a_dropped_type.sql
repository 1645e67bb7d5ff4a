-- Drop a table with the function of its default, the row type and the list that the function takes, and a domain that calls one
-- absent: sqlite, mysql (have no types of their own)

-- from
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TYPE pair AS (a integer, mood mood);
CREATE FUNCTION sum_of(pair pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT (pair).a';
CREATE FUNCTION rank_of(mood mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION is_small(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n < 10';
CREATE DOMAIN small AS integer CHECK (is_small(VALUE));
CREATE TABLE item (id integer PRIMARY KEY, small small, n integer DEFAULT sum_of(ROW(1, 'sad')), m integer DEFAULT rank_of('sad'));
CREATE TABLE kept (id integer PRIMARY KEY);

-- to
CREATE TABLE kept (id integer PRIMARY KEY);

-- rows
INSERT INTO kept VALUES (1);

-- survives
SELECT * FROM kept;

-- operations
-- drop table "item"
-- drop function "sum_of"
-- drop composite type "pair"
-- drop function "rank_of"
-- drop domain "small"
-- drop function "is_small"
-- drop enum "mood"

-- upgrade
DROP TABLE "item";
DROP FUNCTION "sum_of"(pair);
DROP TYPE "pair";
DROP FUNCTION "rank_of"(mood);
DROP DOMAIN "small";
DROP FUNCTION "is_small"(integer);
DROP TYPE "mood";

-- downgrade
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
CREATE OR REPLACE FUNCTION is_small(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n < 10$function$;
CREATE DOMAIN "small" AS integer CONSTRAINT "small_check" CHECK (is_small(VALUE));
CREATE OR REPLACE FUNCTION rank_of(mood mood)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 1$function$;
CREATE TYPE "pair" AS ("a" integer, "mood" "mood");
CREATE OR REPLACE FUNCTION sum_of(pair pair)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT (pair).a$function$;
CREATE TABLE "item" (
  "id" integer NOT NULL,
  "small" "small",
  "n" integer DEFAULT sum_of(ROW(1, 'sad'::mood)),
  "m" integer DEFAULT rank_of('sad'::mood),
  CONSTRAINT "item_pkey" PRIMARY KEY ("id")
);
