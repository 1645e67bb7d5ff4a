-- Create an extension and use it
-- absent: sqlite, mysql (have no extensions), postgres18 (the test server's build has no extensions)
-- alone

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE EXTENSION citext;
CREATE TABLE users (id integer PRIMARY KEY, name citext);

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT id, name::text FROM users;

-- operations
-- create extension "citext"
-- alter column "name" of "users": type text to citext

-- upgrade
CREATE EXTENSION "citext";
ALTER TABLE "users" ALTER COLUMN "name" TYPE citext USING "name"::citext;

-- downgrade
ALTER TABLE "users" ALTER COLUMN "name" TYPE text;
DROP EXTENSION "citext";
