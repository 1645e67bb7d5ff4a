-- Let roles use types, and no longer everybody
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN age AS integer;
CREATE TYPE point3 AS (x integer, y integer, z integer);

-- to
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN age AS integer;
CREATE TYPE point3 AS (x integer, y integer, z integer);
REVOKE USAGE ON TYPE mood FROM PUBLIC;
GRANT USAGE ON TYPE mood TO pg_monitor;
REVOKE USAGE ON DOMAIN age FROM PUBLIC;
GRANT USAGE ON TYPE point3 TO pg_monitor;

-- operations
-- create grant "TYPE "mood" TO "pg_monitor""
-- create grant "TYPE "point3" TO "pg_monitor""
-- create revoke "DOMAIN "age" FROM PUBLIC"
-- create revoke "TYPE "mood" FROM PUBLIC"

-- upgrade
GRANT USAGE ON TYPE "mood" TO "pg_monitor";
GRANT USAGE ON TYPE "point3" TO "pg_monitor";
REVOKE USAGE ON DOMAIN "age" FROM PUBLIC;
REVOKE USAGE ON TYPE "mood" FROM PUBLIC;

-- downgrade
GRANT USAGE ON TYPE "mood" TO PUBLIC;
GRANT USAGE ON DOMAIN "age" TO PUBLIC;
REVOKE USAGE ON TYPE "point3" FROM "pg_monitor";
REVOKE USAGE ON TYPE "mood" FROM "pg_monitor";
