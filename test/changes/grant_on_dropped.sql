-- Drop what there are rights on: they go along
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE TABLE users (id serial PRIMARY KEY, name text);
CREATE TABLE logs (line text, at date);
CREATE VIEW names AS SELECT name FROM users;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE SEQUENCE numbers;
GRANT SELECT ON users, logs, names TO pg_monitor;
GRANT UPDATE (name) ON users TO pg_monitor;
GRANT UPDATE (at) ON logs TO pg_monitor;
GRANT USAGE ON SEQUENCE users_id_seq, numbers TO pg_monitor;
GRANT USAGE ON TYPE mood TO pg_monitor;
REVOKE EXECUTE ON FUNCTION twice(integer) FROM PUBLIC;

-- to
CREATE TABLE logs (line text);
GRANT SELECT ON logs TO pg_monitor;

-- operations
-- drop grant "TABLE "names" TO "pg_monitor""
-- drop view "names"
-- drop grant "TYPE "mood" TO "pg_monitor""
-- drop grant "COLUMN "users"."name" TO "pg_monitor""
-- drop grant "TABLE "users" TO "pg_monitor""
-- drop grant "SEQUENCE "users_id_seq" TO "pg_monitor""
-- drop grant "SEQUENCE "numbers" TO "pg_monitor""
-- drop grant "COLUMN "logs"."at" TO "pg_monitor""
-- drop revoke "FUNCTION "twice"(integer) FROM PUBLIC"
-- drop function "twice"
-- drop column "at" of "logs"
-- drop table "users"
-- drop sequence "users_id_seq"
-- drop sequence "numbers"
-- drop enum "mood"

-- upgrade
DROP VIEW "names";
DROP FUNCTION "twice"(integer);
ALTER TABLE "logs" DROP COLUMN "at";
DROP TABLE "users";
DROP SEQUENCE "numbers";
DROP TYPE "mood";

-- downgrade: postgres
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
CREATE SEQUENCE "numbers";
CREATE SEQUENCE "users_id_seq" AS integer;
CREATE TABLE "users" (
  "id" integer NOT NULL DEFAULT nextval('users_id_seq'::regclass),
  "name" text,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
ALTER SEQUENCE "users_id_seq" OWNED BY "users"."id";
ALTER TABLE "logs" ADD COLUMN "at" date;
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT n * 2$function$;
REVOKE EXECUTE ON FUNCTION "twice"(integer) FROM PUBLIC;
GRANT UPDATE ("at") ON TABLE "logs" TO "pg_monitor";
GRANT USAGE ON SEQUENCE "numbers" TO "pg_monitor";
GRANT USAGE ON SEQUENCE "users_id_seq" TO "pg_monitor";
GRANT SELECT ON TABLE "users" TO "pg_monitor";
GRANT UPDATE ("name") ON TABLE "users" TO "pg_monitor";
GRANT USAGE ON TYPE "mood" TO "pg_monitor";
CREATE VIEW "names" AS
SELECT name
   FROM users;
GRANT SELECT ON TABLE "names" TO "pg_monitor";

-- downgrade: postgres15
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
CREATE SEQUENCE "numbers";
CREATE SEQUENCE "users_id_seq" AS integer;
CREATE TABLE "users" (
  "id" integer NOT NULL DEFAULT nextval('users_id_seq'::regclass),
  "name" text,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
ALTER SEQUENCE "users_id_seq" OWNED BY "users"."id";
ALTER TABLE "logs" ADD COLUMN "at" date;
CREATE OR REPLACE FUNCTION twice(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT n * 2$function$;
REVOKE EXECUTE ON FUNCTION "twice"(integer) FROM PUBLIC;
GRANT UPDATE ("at") ON TABLE "logs" TO "pg_monitor";
GRANT USAGE ON SEQUENCE "numbers" TO "pg_monitor";
GRANT USAGE ON SEQUENCE "users_id_seq" TO "pg_monitor";
GRANT SELECT ON TABLE "users" TO "pg_monitor";
GRANT UPDATE ("name") ON TABLE "users" TO "pg_monitor";
GRANT USAGE ON TYPE "mood" TO "pg_monitor";
CREATE VIEW "names" AS
SELECT users.name
   FROM users;
GRANT SELECT ON TABLE "names" TO "pg_monitor";
