-- Create a row type and use it
-- absent: sqlite, mysql (have no row types)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TYPE address AS (street text, number integer);
CREATE TABLE users (id integer PRIMARY KEY, home address, others address[]);

-- operations
-- create composite type "address"
-- add column "home" address to "users"
-- add column "others" address[] to "users"

-- upgrade
CREATE TYPE "address" AS ("street" text, "number" integer);
ALTER TABLE "users" ADD COLUMN "home" "address", ADD COLUMN "others" "address"[];

-- downgrade
ALTER TABLE "users" DROP COLUMN "others", DROP COLUMN "home";
DROP TYPE "address";
