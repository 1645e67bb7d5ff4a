-- Give a function that a check calls one more argument, which has a default
-- absent: sqlite, mysql (call no functions of one's own in checks)

-- from
CREATE FUNCTION is_ok(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 0';
CREATE TABLE item (id integer PRIMARY KEY, CHECK (is_ok(id)));

-- to
CREATE FUNCTION is_ok(n integer, most integer DEFAULT 100) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n BETWEEN 1 AND most';
CREATE TABLE item (id integer PRIMARY KEY, CHECK (is_ok(id)));

-- rows
INSERT INTO item VALUES (1);

-- survives
SELECT * FROM item;

-- operations
-- drop check "item_id_check" of "item"
-- drop function "is_ok"
-- create function "is_ok"
-- add check "item_id_check" to "item"

-- upgrade
ALTER TABLE "item" DROP CONSTRAINT "item_id_check";
DROP FUNCTION "is_ok"(integer);
CREATE OR REPLACE FUNCTION is_ok(n integer, most integer DEFAULT 100)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n BETWEEN 1 AND most$function$;
ALTER TABLE "item" ADD CONSTRAINT "item_id_check" CHECK (is_ok(id));

-- downgrade
ALTER TABLE "item" DROP CONSTRAINT "item_id_check";
DROP FUNCTION "is_ok"(integer, integer);
CREATE OR REPLACE FUNCTION is_ok(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n > 0$function$;
ALTER TABLE "item" ADD CONSTRAINT "item_id_check" CHECK (is_ok(id));
