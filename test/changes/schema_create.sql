-- Create a schema with a table, a type and a view in it
-- absent: sqlite (has no schemas), mysql (has schemas that are databases)
-- alone

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY);
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('glad', 'sad');
CREATE TABLE app.posts (id integer PRIMARY KEY, mood app.mood DEFAULT 'glad',
  user_id integer REFERENCES users (id));
CREATE VIEW app.glad AS SELECT id FROM app.posts WHERE mood = 'glad';

-- operations
-- create schema "app"
-- create enum "app.mood"
-- create table "app.posts"
-- create view "app.glad"

-- upgrade: postgres
CREATE SCHEMA "app";
CREATE TYPE "app"."mood" AS ENUM ('glad', 'sad');
CREATE TABLE "app"."posts" (
  "id" integer NOT NULL,
  "mood" "app"."mood" DEFAULT 'glad'::app.mood,
  "user_id" integer,
  CONSTRAINT "posts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "posts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);
CREATE VIEW "app"."glad" AS
SELECT id
   FROM app.posts
  WHERE (mood = 'glad'::app.mood);

-- upgrade: postgres15
CREATE SCHEMA "app";
CREATE TYPE "app"."mood" AS ENUM ('glad', 'sad');
CREATE TABLE "app"."posts" (
  "id" integer NOT NULL,
  "mood" "app"."mood" DEFAULT 'glad'::app.mood,
  "user_id" integer,
  CONSTRAINT "posts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "posts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);
CREATE VIEW "app"."glad" AS
SELECT posts.id
   FROM app.posts
  WHERE (posts.mood = 'glad'::app.mood);

-- downgrade
DROP VIEW "app"."glad";
DROP TABLE "app"."posts";
DROP TYPE "app"."mood";
DROP SCHEMA "app";
