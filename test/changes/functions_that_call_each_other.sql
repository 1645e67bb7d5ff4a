-- Create functions that call each other in their bodies, one of them in a default
-- absent: sqlite, mysql (look functions up when they are called)

-- from
CREATE FUNCTION a() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION b() RETURNS integer LANGUAGE sql AS 'SELECT a()';
CREATE TABLE item (id integer PRIMARY KEY);

-- to
CREATE FUNCTION z() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION a() RETURNS integer LANGUAGE sql AS 'SELECT z()';
CREATE FUNCTION b() RETURNS integer LANGUAGE sql AS 'SELECT a() + z()';
CREATE FUNCTION zz() RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION aa() RETURNS integer LANGUAGE sql AS 'SELECT zz()';
CREATE TABLE item (id integer PRIMARY KEY, n integer DEFAULT aa());

-- rows
INSERT INTO item VALUES (1);

-- survives
SELECT id FROM item;

-- operations
-- create function "zz"
-- create function "aa"
-- add column "n" integer to "item"
-- create function "z"
-- replace function "a"
-- replace function "b"

-- upgrade
CREATE OR REPLACE FUNCTION zz()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 2$function$;
CREATE OR REPLACE FUNCTION aa()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT zz()$function$;
ALTER TABLE "item" ADD COLUMN "n" integer DEFAULT aa();
CREATE OR REPLACE FUNCTION z()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE FUNCTION a()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT z()$function$;
CREATE OR REPLACE FUNCTION b()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a() + z()$function$;

-- downgrade
CREATE OR REPLACE FUNCTION b()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a()$function$;
CREATE OR REPLACE FUNCTION a()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
DROP FUNCTION "z"();
ALTER TABLE "item" DROP COLUMN "n";
DROP FUNCTION "aa"();
DROP FUNCTION "zz"();
