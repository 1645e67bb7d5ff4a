-- Give a type an order of its own, which an index uses without a word, and ranges of another
-- absent: sqlite (has no operator classes), mysql (has no operator classes)

-- from
CREATE TYPE amount AS (cents integer);
CREATE FUNCTION less(amount, amount) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).cents < ($2).cents';
CREATE FUNCTION compared(amount, amount) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).cents - ($2).cents';
CREATE OPERATOR <<< (FUNCTION = less, LEFTARG = amount, RIGHTARG = amount);

-- to
CREATE TYPE amount AS (cents integer);
CREATE FUNCTION less(amount, amount) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).cents < ($2).cents';
CREATE FUNCTION compared(amount, amount) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).cents - ($2).cents';
CREATE OPERATOR <<< (FUNCTION = less, LEFTARG = amount, RIGHTARG = amount);
CREATE OPERATOR CLASS by_cents DEFAULT FOR TYPE amount USING btree AS OPERATOR 1 <<<, FUNCTION 1 compared(amount, amount);
CREATE TABLE bills (total amount);
CREATE INDEX bills_total ON bills (total);
CREATE FUNCTION backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT btint4cmp($2, $1)';
CREATE OPERATOR CLASS reverse_ops FOR TYPE integer USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 backwards(integer, integer);
CREATE TYPE downwards AS RANGE (SUBTYPE = integer, SUBTYPE_OPCLASS = reverse_ops);

-- operations
-- create operator family "by_cents"
-- create operator class "by_cents"
-- create table "bills"
-- create function "backwards"
-- create operator family "reverse_ops"
-- create operator class "reverse_ops"
-- create type "downwards"

-- upgrade
CREATE OPERATOR FAMILY by_cents USING btree;
CREATE OPERATOR CLASS by_cents DEFAULT FOR TYPE amount USING btree FAMILY by_cents AS OPERATOR 1 <<<(amount,amount), FUNCTION 1 (amount, amount) compared(amount,amount);
CREATE TABLE "bills" (
  "total" "amount"
);
CREATE INDEX "bills_total" ON "bills" ("total");
CREATE OR REPLACE FUNCTION backwards(integer, integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE STRICT
AS $function$SELECT btint4cmp($2, $1)$function$;
CREATE OPERATOR FAMILY reverse_ops USING btree;
CREATE OPERATOR CLASS reverse_ops FOR TYPE integer USING btree FAMILY reverse_ops AS OPERATOR 1 >(integer,integer), OPERATOR 2 >=(integer,integer), OPERATOR 3 =(integer,integer), OPERATOR 4 <=(integer,integer), OPERATOR 5 <(integer,integer), FUNCTION 1 (integer, integer) backwards(integer,integer);
CREATE TYPE "downwards" AS RANGE (SUBTYPE = integer, SUBTYPE_OPCLASS = reverse_ops);

-- downgrade
DROP TYPE "downwards";
DROP OPERATOR CLASS "reverse_ops" USING btree;
DROP OPERATOR FAMILY "reverse_ops" USING btree;
DROP FUNCTION "backwards"(integer, integer);
DROP TABLE "bills";
DROP OPERATOR CLASS "by_cents" USING btree;
DROP OPERATOR FAMILY "by_cents" USING btree;
