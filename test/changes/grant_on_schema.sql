-- Let a role use a schema and all tables in it
-- absent: sqlite (has no roles), mysql (its schemas are databases)
-- alone

-- from
CREATE SCHEMA app;
CREATE TABLE app.users (id integer PRIMARY KEY);

-- to
CREATE SCHEMA app;
CREATE TABLE app.users (id integer PRIMARY KEY);
GRANT USAGE ON SCHEMA app TO pg_monitor;
GRANT SELECT ON ALL TABLES IN SCHEMA app TO pg_monitor;
GRANT CREATE ON SCHEMA public TO pg_monitor;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;

-- operations
-- create grant "SCHEMA "app" TO "pg_monitor""
-- create grant "SCHEMA "public" TO "pg_monitor""
-- create grant "TABLE "app"."users" TO "pg_monitor""
-- create revoke "SCHEMA "public" FROM PUBLIC"

-- upgrade
GRANT USAGE ON SCHEMA "app" TO "pg_monitor";
GRANT CREATE ON SCHEMA "public" TO "pg_monitor";
GRANT SELECT ON TABLE "app"."users" TO "pg_monitor";
REVOKE USAGE ON SCHEMA "public" FROM PUBLIC;

-- downgrade
GRANT USAGE ON SCHEMA "public" TO PUBLIC;
REVOKE SELECT ON TABLE "app"."users" FROM "pg_monitor";
REVOKE CREATE ON SCHEMA "public" FROM "pg_monitor";
REVOKE USAGE ON SCHEMA "app" FROM "pg_monitor";
