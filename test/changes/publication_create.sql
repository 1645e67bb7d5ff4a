-- Publish tables, with some of their columns and rows, and schemas
-- absent: sqlite (has no publications), mysql (publishes by its configuration)
-- alone

-- from
CREATE SCHEMA app;
CREATE TABLE app.logs (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, name text, secret text);

-- to
CREATE SCHEMA app;
CREATE TABLE app.logs (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, name text, secret text);
CREATE PUBLICATION feed FOR TABLE users (id, name) WHERE (id > 5), app.logs WITH (publish = 'insert, update');
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA app, public WITH (publish_via_partition_root);
COMMENT ON PUBLICATION feed IS 'for the partners';

-- operations
-- create publication "everything"
-- create publication "feed"
-- create comment "PUBLICATION "feed""
-- create publication table "feed"
-- create publication table "feed"
-- create publication "schemas"
-- create publication schema "schemas FOR TABLES IN SCHEMA app"
-- create publication schema "schemas FOR TABLES IN SCHEMA public"

-- upgrade
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert, update, delete, truncate');
CREATE PUBLICATION feed WITH (publish = 'insert, update');
COMMENT ON PUBLICATION "feed" IS 'for the partners';
ALTER PUBLICATION feed ADD TABLE ONLY users (id, name) WHERE ((id > 5));
ALTER PUBLICATION feed ADD TABLE ONLY app.logs;
CREATE PUBLICATION schemas WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true);
ALTER PUBLICATION schemas ADD TABLES IN SCHEMA app;
ALTER PUBLICATION schemas ADD TABLES IN SCHEMA public;

-- downgrade
DROP PUBLICATION "schemas";
DROP PUBLICATION "feed";
DROP PUBLICATION "everything";
