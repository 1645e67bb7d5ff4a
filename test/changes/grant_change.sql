-- Give a role some rights and take others
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);
GRANT SELECT, INSERT, DELETE ON users TO pg_monitor;
GRANT SELECT ON users TO pg_read_all_stats;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
GRANT SELECT, UPDATE ON users TO pg_monitor;
GRANT ALL ON users TO pg_read_all_stats;

-- operations
-- replace grant "TABLE "users" TO "pg_monitor""
-- replace grant "TABLE "users" TO "pg_read_all_stats""

-- upgrade
REVOKE DELETE, INSERT ON TABLE "users" FROM "pg_monitor";
GRANT UPDATE ON TABLE "users" TO "pg_monitor";
GRANT ALL ON TABLE "users" TO "pg_read_all_stats";

-- downgrade
REVOKE ALL ON TABLE "users" FROM "pg_read_all_stats";
GRANT SELECT ON TABLE "users" TO "pg_read_all_stats";
REVOKE UPDATE ON TABLE "users" FROM "pg_monitor";
GRANT DELETE, INSERT ON TABLE "users" TO "pg_monitor";
