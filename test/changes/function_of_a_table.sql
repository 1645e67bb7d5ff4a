-- Create a function that takes and gives rows of a new table
-- absent: sqlite (has no stored functions), mysql (has no such functions)

-- from
CREATE TABLE other (id integer PRIMARY KEY);

-- to
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE FUNCTION shout(u users) RETURNS text LANGUAGE sql AS $$ SELECT upper(u.name) $$;
CREATE FUNCTION everybody() RETURNS SETOF users LANGUAGE sql AS $$ SELECT * FROM users $$;
CREATE VIEW loud AS SELECT shout(u) AS name FROM users u;

-- operations
-- create table "users"
-- create function "everybody"
-- create function "shout"
-- create view "loud"

-- upgrade
CREATE TABLE "users" (
  "id" integer NOT NULL,
  "name" text,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
CREATE OR REPLACE FUNCTION everybody()
 RETURNS SETOF users
 LANGUAGE sql
AS $function$ SELECT * FROM users $function$;
CREATE OR REPLACE FUNCTION shout(u users)
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT upper(u.name) $function$;
CREATE VIEW "loud" AS
SELECT shout(u.*) AS name
   FROM users u;

-- downgrade
DROP VIEW "loud";
DROP FUNCTION "shout"(users);
DROP FUNCTION "everybody"();
DROP TABLE "users";
