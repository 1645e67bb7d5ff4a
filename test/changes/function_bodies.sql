-- Make functions that call each other in the order of their bodies
-- absent: sqlite (has no stored functions), mysql (looks into bodies when they run)

-- from
CREATE FUNCTION kept() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION user_of_kept() RETURNS integer LANGUAGE sql AS 'SELECT kept()';
CREATE TABLE users (id integer PRIMARY KEY, age integer);

-- to
CREATE FUNCTION later() RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION kept() RETURNS integer LANGUAGE sql AS 'SELECT later()';
CREATE FUNCTION user_of_kept() RETURNS integer LANGUAGE sql AS 'SELECT kept() + later()';
CREATE TABLE posts (id integer PRIMARY KEY);
CREATE FUNCTION next_age() RETURNS bigint LANGUAGE sql AS 'SELECT max(id) FROM posts';
CREATE FUNCTION age() RETURNS bigint LANGUAGE sql AS 'SELECT next_age()';
CREATE TABLE users (id integer PRIMARY KEY, age integer DEFAULT age());

-- operations
-- create table "posts"
-- create function "next_age"
-- create function "age"
-- alter column "age" of "users": default age()
-- create function "later"
-- replace function "kept"
-- replace function "user_of_kept"

-- upgrade
CREATE TABLE "posts" (
  "id" integer NOT NULL,
  CONSTRAINT "posts_pkey" PRIMARY KEY ("id")
);
CREATE OR REPLACE FUNCTION next_age()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT max(id) FROM posts$function$;
CREATE OR REPLACE FUNCTION age()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT next_age()$function$;
ALTER TABLE "users" ALTER COLUMN "age" SET DEFAULT age();
CREATE OR REPLACE FUNCTION later()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 2$function$;
CREATE OR REPLACE FUNCTION kept()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT later()$function$;
CREATE OR REPLACE FUNCTION user_of_kept()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT kept() + later()$function$;

-- downgrade
CREATE OR REPLACE FUNCTION user_of_kept()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT kept()$function$;
CREATE OR REPLACE FUNCTION kept()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
DROP FUNCTION "later"();
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT;
DROP FUNCTION "age"();
DROP FUNCTION "next_age"();
DROP TABLE "posts";
