-- Let roles use tables, columns, views and sequences
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE TABLE users (id serial PRIMARY KEY, name text, "Secret" text);
CREATE VIEW names AS SELECT name FROM users;

-- to
CREATE TABLE users (id serial PRIMARY KEY, name text, "Secret" text);
CREATE VIEW names AS SELECT name FROM users;
GRANT ALL ON users TO pg_monitor;
GRANT SELECT, UPDATE (name, "Secret") ON users TO pg_read_all_stats;
GRANT SELECT ON names TO PUBLIC;
GRANT USAGE ON SEQUENCE users_id_seq TO pg_read_all_stats;

-- operations
-- create grant "SEQUENCE "users_id_seq" TO "pg_read_all_stats""
-- create grant "TABLE "names" TO PUBLIC"
-- create grant "TABLE "users" TO "pg_monitor""
-- create grant "TABLE "users" TO "pg_read_all_stats""
-- create grant "COLUMN "users"."Secret" TO "pg_read_all_stats""
-- create grant "COLUMN "users"."name" TO "pg_read_all_stats""

-- upgrade
GRANT USAGE ON SEQUENCE "users_id_seq" TO "pg_read_all_stats";
GRANT SELECT ON TABLE "names" TO PUBLIC;
GRANT ALL ON TABLE "users" TO "pg_monitor";
GRANT SELECT ON TABLE "users" TO "pg_read_all_stats";
GRANT UPDATE ("Secret") ON TABLE "users" TO "pg_read_all_stats";
GRANT UPDATE ("name") ON TABLE "users" TO "pg_read_all_stats";

-- downgrade
REVOKE UPDATE ("name") ON TABLE "users" FROM "pg_read_all_stats";
REVOKE UPDATE ("Secret") ON TABLE "users" FROM "pg_read_all_stats";
REVOKE SELECT ON TABLE "users" FROM "pg_read_all_stats";
REVOKE ALL ON TABLE "users" FROM "pg_monitor";
REVOKE SELECT ON TABLE "names" FROM PUBLIC;
REVOKE USAGE ON SEQUENCE "users_id_seq" FROM "pg_read_all_stats";
