-- Create a type of ranges
-- absent: sqlite, mysql (have no ranges)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TYPE speeds AS RANGE (subtype = float8);
CREATE TABLE users (id integer PRIMARY KEY, speed speeds);

-- operations
-- create type "speeds"
-- add column "speed" speeds to "users"

-- upgrade
CREATE TYPE "speeds" AS RANGE (SUBTYPE = double precision);
ALTER TABLE "users" ADD COLUMN "speed" speeds;

-- downgrade
ALTER TABLE "users" DROP COLUMN "speed";
DROP TYPE "speeds";
