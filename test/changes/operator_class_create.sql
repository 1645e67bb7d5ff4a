-- Sort by an order of one's own, in an index
-- absent: sqlite (has no operator classes), mysql (has no operator classes)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE FUNCTION backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT btint4cmp($2, $1)';
CREATE OPERATOR CLASS reverse_ops FOR TYPE integer USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 backwards(integer, integer);
COMMENT ON OPERATOR CLASS reverse_ops USING btree IS 'greatest first';
CREATE OPERATOR FAMILY hashes USING hash;
ALTER OPERATOR FAMILY hashes USING hash ADD FUNCTION 1 (bigint, bigint) hashint8(bigint);
CREATE TABLE users (id integer PRIMARY KEY);
CREATE INDEX downwards ON users (id reverse_ops);

-- operations
-- create function "backwards"
-- create operator family "reverse_ops"
-- create operator class "reverse_ops"
-- create index "downwards" on "users" (id)
-- create operator family "hashes"
-- create comment "OPERATOR CLASS "reverse_ops" USING btree"

-- upgrade
CREATE OR REPLACE FUNCTION backwards(integer, integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE STRICT
AS $function$SELECT btint4cmp($2, $1)$function$;
CREATE OPERATOR FAMILY reverse_ops USING btree;
CREATE OPERATOR CLASS reverse_ops FOR TYPE integer USING btree FAMILY reverse_ops AS OPERATOR 1 >(integer,integer), OPERATOR 2 >=(integer,integer), OPERATOR 3 =(integer,integer), OPERATOR 4 <=(integer,integer), OPERATOR 5 <(integer,integer), FUNCTION 1 (integer, integer) backwards(integer,integer);
CREATE INDEX "downwards" ON "users" ("id" reverse_ops);
CREATE OPERATOR FAMILY hashes USING hash;
ALTER OPERATOR FAMILY hashes USING hash ADD FUNCTION 1 (bigint, bigint) hashint8(bigint);
COMMENT ON OPERATOR CLASS "reverse_ops" USING btree IS 'greatest first';

-- downgrade
DROP OPERATOR FAMILY "hashes" USING hash;
DROP INDEX "downwards";
DROP OPERATOR CLASS "reverse_ops" USING btree;
DROP OPERATOR FAMILY "reverse_ops" USING btree;
DROP FUNCTION "backwards"(integer, integer);
