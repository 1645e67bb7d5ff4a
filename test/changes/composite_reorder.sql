-- Put the fields of a row type that a table uses into another order, with a new one between them
-- absent: sqlite, mysql (have no row types)

-- from
CREATE TYPE spot AS (row integer, seat text);
CREATE TABLE guest (id integer PRIMARY KEY, spot spot);

-- to
CREATE TYPE spot AS (seat text, hall text, row integer);
CREATE TABLE guest (id integer PRIMARY KEY, spot spot);

-- rows
INSERT INTO guest VALUES (1, ROW(3, 'c'));

-- survives
SELECT id, (spot).row, (spot).seat FROM guest ORDER BY id;

-- operations
-- alter composite "spot"

-- upgrade
ALTER TYPE "spot" RENAME TO "spot_old";
CREATE TYPE "spot" AS ("seat" text, "hall" text, "row" integer);
ALTER TABLE "guest" ALTER COLUMN "spot" TYPE "spot" USING CASE WHEN "spot" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("spot")."seat", NULL, ("spot")."row")::"spot" END;
DROP TYPE "spot_old";

-- downgrade
ALTER TYPE "spot" RENAME TO "spot_old";
CREATE TYPE "spot" AS ("row" integer, "seat" text);
ALTER TABLE "guest" ALTER COLUMN "spot" TYPE "spot" USING CASE WHEN "spot" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("spot")."row", ("spot")."seat")::"spot" END;
DROP TYPE "spot_old";
