-- Drop a schema with all that is in it
-- absent: sqlite (has no schemas), mysql (has schemas that are databases)
-- alone

-- from
CREATE TABLE users (id integer PRIMARY KEY);
CREATE SCHEMA app;
CREATE TABLE app.posts (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
CREATE FUNCTION app.one() RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- to
CREATE TABLE users (id integer PRIMARY KEY);

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT * FROM users;

-- operations
-- drop function "app.one"
-- drop table "app.posts"
-- drop schema "app"

-- upgrade
DROP FUNCTION "app"."one"();
DROP TABLE "app"."posts";
DROP SCHEMA "app";

-- downgrade
CREATE SCHEMA "app";
CREATE TABLE "app"."posts" (
  "id" integer NOT NULL,
  "user_id" integer,
  CONSTRAINT "posts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "posts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);
CREATE OR REPLACE FUNCTION app.one()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
