-- Move a table into another schema
-- absent: sqlite (has no schemas), mysql (has schemas that are databases)
-- rename: users:app.users
-- alone

-- from
CREATE SCHEMA app;
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE SCHEMA app;
CREATE TABLE app.users (id integer PRIMARY KEY, name text);

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- survives after
SELECT * FROM app.users;

-- operations
-- rename table "users" to "app.users"

-- upgrade
ALTER TABLE "users" SET SCHEMA "app";

-- downgrade
DO 'BEGIN EXECUTE format(''ALTER %s SET SCHEMA %I'', ''TABLE "app"."users"'', current_schema()); END';
