-- Let a role hand on a right, and no longer another one
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);
GRANT SELECT ON users TO pg_monitor;
GRANT INSERT ON users TO pg_monitor WITH GRANT OPTION;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
GRANT SELECT ON users TO pg_monitor WITH GRANT OPTION;
GRANT INSERT ON users TO pg_monitor;

-- operations
-- drop grant "TABLE "users" TO "pg_monitor""
-- replace grant "TABLE "users" TO "pg_monitor" WITH GRANT OPTION"
-- create grant "TABLE "users" TO "pg_monitor""

-- upgrade
REVOKE SELECT ON TABLE "users" FROM "pg_monitor";
REVOKE INSERT ON TABLE "users" FROM "pg_monitor";
GRANT SELECT ON TABLE "users" TO "pg_monitor" WITH GRANT OPTION;
GRANT INSERT ON TABLE "users" TO "pg_monitor";

-- downgrade
REVOKE INSERT ON TABLE "users" FROM "pg_monitor";
REVOKE SELECT ON TABLE "users" FROM "pg_monitor";
GRANT INSERT ON TABLE "users" TO "pg_monitor" WITH GRANT OPTION;
GRANT SELECT ON TABLE "users" TO "pg_monitor";
