-- Rename a table and a column that there are rights on, which go along
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)
-- rename: users:people
-- rename: people.name:people.nick

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);
GRANT SELECT, INSERT ON users TO pg_monitor;
GRANT UPDATE (name) ON users TO pg_monitor;

-- to
CREATE TABLE people (id integer PRIMARY KEY, nick text);
GRANT SELECT ON people TO pg_monitor;
GRANT UPDATE (nick) ON people TO pg_monitor;

-- operations
-- drop grant "COLUMN "users"."name" TO "pg_monitor""
-- drop grant "TABLE "users" TO "pg_monitor""
-- rename table "users" to "people"
-- rename column "name" of "people" to "nick"
-- rename constraint "users_pkey" of "people" to "people_pkey"
-- create grant "TABLE "people" TO "pg_monitor""
-- create grant "COLUMN "people"."nick" TO "pg_monitor""

-- upgrade
REVOKE UPDATE ("name") ON TABLE "users" FROM "pg_monitor";
REVOKE INSERT, SELECT ON TABLE "users" FROM "pg_monitor";
ALTER TABLE "users" RENAME TO "people";
ALTER TABLE "people" RENAME COLUMN "name" TO "nick";
ALTER TABLE "people" RENAME CONSTRAINT "users_pkey" TO "people_pkey";
GRANT SELECT ON TABLE "people" TO "pg_monitor";
GRANT UPDATE ("nick") ON TABLE "people" TO "pg_monitor";

-- downgrade
REVOKE UPDATE ("nick") ON TABLE "people" FROM "pg_monitor";
REVOKE SELECT ON TABLE "people" FROM "pg_monitor";
ALTER TABLE "people" RENAME CONSTRAINT "people_pkey" TO "users_pkey";
ALTER TABLE "people" RENAME COLUMN "nick" TO "name";
ALTER TABLE "people" RENAME TO "users";
GRANT INSERT, SELECT ON TABLE "users" TO "pg_monitor";
GRANT UPDATE ("name") ON TABLE "users" TO "pg_monitor";
