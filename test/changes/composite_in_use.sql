-- Change the fields of a row type that columns, a default, a view and a function use
-- absent: sqlite, mysql (have no row types)

-- from
CREATE TYPE spot AS (row integer, seat text);
CREATE TABLE guest (id integer PRIMARY KEY, spot spot DEFAULT ROW(1, 'a'), past spot[]);
CREATE VIEW seats AS SELECT id, (spot).seat FROM guest;
CREATE FUNCTION seat(spot) RETURNS text LANGUAGE sql AS 'SELECT ($1).seat';

-- to
CREATE TYPE spot AS (row bigint, seat varchar(8));
CREATE TABLE guest (id integer PRIMARY KEY, spot spot DEFAULT ROW(2, 'b'), past spot[]);
CREATE VIEW seats AS SELECT id, (spot).seat FROM guest;
CREATE FUNCTION seat(spot) RETURNS text LANGUAGE sql AS 'SELECT ($1).seat';

-- rows
INSERT INTO guest VALUES (1, ROW(3, 'c'), ARRAY[ROW(4, 'd,"e'), NULL]::spot[]), (2, NULL, NULL), (3, ROW(NULL, NULL), NULL);

-- survives
SELECT id, spot::text, past::text, spot IS NOT DISTINCT FROM NULL AS is_none FROM guest ORDER BY id;

-- operations
-- drop view "seats"
-- drop function "seat"
-- alter column "spot" of "guest": drop default
-- alter composite "spot"
-- alter column "spot" of "guest": default ROW((2)::bigint, 'b'::character varying(8))
-- create function "seat"
-- create view "seats"

-- upgrade: postgres
DROP VIEW "seats";
DROP FUNCTION "seat"(spot);
ALTER TABLE "guest" ALTER COLUMN "spot" DROP DEFAULT;
ALTER TYPE "spot" RENAME TO "spot_old";
CREATE TYPE "spot" AS ("row" bigint, "seat" character varying(8));
ALTER TABLE "guest" ALTER COLUMN "spot" TYPE "spot" USING CASE WHEN "spot" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("spot")."row", ("spot")."seat")::"spot" END, ALTER COLUMN "past" TYPE "spot"[] USING "past"::text::"spot"[];
DROP TYPE "spot_old";
ALTER TABLE "guest" ALTER COLUMN "spot" SET DEFAULT ROW((2)::bigint, 'b'::character varying(8));
CREATE OR REPLACE FUNCTION seat(spot)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ($1).seat$function$;
CREATE VIEW "seats" AS
SELECT id,
    (spot).seat AS seat
   FROM guest;

-- upgrade: postgres15
DROP VIEW "seats";
DROP FUNCTION "seat"(spot);
ALTER TABLE "guest" ALTER COLUMN "spot" DROP DEFAULT;
ALTER TYPE "spot" RENAME TO "spot_old";
CREATE TYPE "spot" AS ("row" bigint, "seat" character varying(8));
ALTER TABLE "guest" ALTER COLUMN "spot" TYPE "spot" USING CASE WHEN "spot" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("spot")."row", ("spot")."seat")::"spot" END, ALTER COLUMN "past" TYPE "spot"[] USING "past"::text::"spot"[];
DROP TYPE "spot_old";
ALTER TABLE "guest" ALTER COLUMN "spot" SET DEFAULT ROW((2)::bigint, 'b'::character varying(8));
CREATE OR REPLACE FUNCTION seat(spot)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ($1).seat$function$;
CREATE VIEW "seats" AS
SELECT guest.id,
    (guest.spot).seat AS seat
   FROM guest;

-- downgrade: postgres
DROP VIEW "seats";
DROP FUNCTION "seat"(spot);
ALTER TABLE "guest" ALTER COLUMN "spot" DROP DEFAULT;
ALTER TYPE "spot" RENAME TO "spot_old";
CREATE TYPE "spot" AS ("row" integer, "seat" text);
ALTER TABLE "guest" ALTER COLUMN "spot" TYPE "spot" USING CASE WHEN "spot" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("spot")."row", ("spot")."seat")::"spot" END, ALTER COLUMN "past" TYPE "spot"[] USING "past"::text::"spot"[];
DROP TYPE "spot_old";
ALTER TABLE "guest" ALTER COLUMN "spot" SET DEFAULT ROW(1, 'a'::text);
CREATE OR REPLACE FUNCTION seat(spot)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ($1).seat$function$;
CREATE VIEW "seats" AS
SELECT id,
    (spot).seat AS seat
   FROM guest;

-- downgrade: postgres15
DROP VIEW "seats";
DROP FUNCTION "seat"(spot);
ALTER TABLE "guest" ALTER COLUMN "spot" DROP DEFAULT;
ALTER TYPE "spot" RENAME TO "spot_old";
CREATE TYPE "spot" AS ("row" integer, "seat" text);
ALTER TABLE "guest" ALTER COLUMN "spot" TYPE "spot" USING CASE WHEN "spot" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("spot")."row", ("spot")."seat")::"spot" END, ALTER COLUMN "past" TYPE "spot"[] USING "past"::text::"spot"[];
DROP TYPE "spot_old";
ALTER TABLE "guest" ALTER COLUMN "spot" SET DEFAULT ROW(1, 'a'::text);
CREATE OR REPLACE FUNCTION seat(spot)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ($1).seat$function$;
CREATE VIEW "seats" AS
SELECT guest.id,
    (guest.spot).seat AS seat
   FROM guest;
