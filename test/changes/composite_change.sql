-- Add, change and drop fields of a row type
-- absent: sqlite, mysql (have no row types)
-- column order: postgres (fields are added at the end)

-- from
CREATE TYPE address AS (street text, number integer, floor integer);

-- to
CREATE TYPE address AS (street varchar(50), number bigint, city text);

-- operations
-- alter composite "address"

-- upgrade
ALTER TYPE "address" DROP ATTRIBUTE "floor", ALTER ATTRIBUTE "street" TYPE character varying(50), ALTER ATTRIBUTE "number" TYPE bigint, ADD ATTRIBUTE "city" text;

-- downgrade
ALTER TYPE "address" DROP ATTRIBUTE "city", ALTER ATTRIBUTE "street" TYPE text, ALTER ATTRIBUTE "number" TYPE integer, ADD ATTRIBUTE "floor" integer;
