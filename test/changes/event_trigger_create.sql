-- Watch over the changes of a schema
-- absent: sqlite (has no event triggers), mysql (has no event triggers)
-- alone

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE accounts (id integer PRIMARY KEY);
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
CREATE EVENT TRIGGER guard ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION refuse();
COMMENT ON EVENT TRIGGER guard IS 'keeps tables';

-- operations
-- create table "accounts"
-- drop table "users"
-- create function "refuse"
-- create event trigger "guard"
-- create comment "EVENT TRIGGER "guard""

-- upgrade
CREATE TABLE "accounts" (
  "id" integer NOT NULL,
  CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);
DROP TABLE "users";
CREATE OR REPLACE FUNCTION refuse()
 RETURNS event_trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RAISE 'no'; END $function$;
CREATE EVENT TRIGGER guard ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION refuse();
COMMENT ON EVENT TRIGGER "guard" IS 'keeps tables';

-- downgrade
DROP EVENT TRIGGER "guard";
DROP FUNCTION "refuse"();
CREATE TABLE "users" (
  "id" integer NOT NULL,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
DROP TABLE "accounts";
