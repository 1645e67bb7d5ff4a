-- Limit a right on a table to some of its columns
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT, INSERT ON users TO pg_monitor;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text, secret text);
GRANT INSERT ON users TO pg_monitor;
GRANT SELECT (id, name) ON users TO pg_monitor;

-- operations
-- replace grant "TABLE "users" TO "pg_monitor""
-- create grant "COLUMN "users"."id" TO "pg_monitor""
-- create grant "COLUMN "users"."name" TO "pg_monitor""

-- upgrade
REVOKE SELECT ON TABLE "users" FROM "pg_monitor";
GRANT SELECT ("id") ON TABLE "users" TO "pg_monitor";
GRANT SELECT ("name") ON TABLE "users" TO "pg_monitor";

-- downgrade
REVOKE SELECT ("name") ON TABLE "users" FROM "pg_monitor";
REVOKE SELECT ("id") ON TABLE "users" FROM "pg_monitor";
GRANT SELECT ON TABLE "users" TO "pg_monitor";
