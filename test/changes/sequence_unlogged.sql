-- Let a table and sequences do without the log
-- absent: sqlite, mysql (have no such sequences)

-- from
CREATE SEQUENCE calls;
CREATE TABLE users (id integer);

-- to
CREATE UNLOGGED SEQUENCE calls;
CREATE TABLE users (id integer);
CREATE UNLOGGED TABLE posts (id serial);

-- operations
-- create sequence "posts_id_seq"
-- alter sequence "calls"
-- create table "posts"

-- upgrade
CREATE UNLOGGED SEQUENCE "posts_id_seq" AS integer;
ALTER SEQUENCE "calls" SET UNLOGGED;
CREATE UNLOGGED TABLE "posts" (
  "id" integer NOT NULL DEFAULT nextval('posts_id_seq'::regclass)
);
ALTER SEQUENCE "posts_id_seq" OWNED BY "posts"."id";

-- downgrade
DROP TABLE "posts";
ALTER SEQUENCE "calls" SET LOGGED;
