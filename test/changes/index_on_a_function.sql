-- Index what a function of one's own gives
-- absent: sqlite, mysql (index built-in functions only)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE TABLE users (id integer PRIMARY KEY, name text, CONSTRAINT folds CHECK (folded(name) <> ''));
CREATE INDEX by_folded ON users (folded(name));

-- operations
-- create function "folded"
-- add check "folds" to "users"
-- create index "by_folded" on "users" ((folded(name)))

-- upgrade
CREATE OR REPLACE FUNCTION folded(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT lower($1)$function$;
ALTER TABLE "users" ADD CONSTRAINT "folds" CHECK (folded(name) <> ''::text);
CREATE INDEX "by_folded" ON "users" ((folded(name)));

-- downgrade
DROP INDEX "by_folded";
ALTER TABLE "users" DROP CONSTRAINT "folds";
DROP FUNCTION "folded"(text);
