-- Add and drop columns that are called like the rowid
-- absent: postgres, mysql (have no rowid)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text, oid integer);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text, rowid text);

-- rows
INSERT INTO users VALUES (7, 'Ann', 1);

-- survives
SELECT id, name FROM users;

-- operations
-- add column "rowid" text to "users"
-- drop column "oid" of "users"

-- upgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" text,
  "rowid" text
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" text,
  "oid" integer
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
