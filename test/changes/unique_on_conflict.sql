-- Replace the row that was there instead of refusing the new one
-- absent: postgres, mysql (say so in each INSERT)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE, name text NOT NULL DEFAULT 'x');

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE ON CONFLICT REPLACE, name text NOT NULL ON CONFLICT REPLACE DEFAULT 'x');

-- rows
INSERT INTO users VALUES (1, 'a@b', 'n');

-- survives
SELECT * FROM users;

-- operations
-- drop unique (email) of "users"
-- alter column "name" of "users"
-- add unique (email) to "users"

-- upgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" text,
  "name" text NOT NULL ON CONFLICT REPLACE DEFAULT 'x',
  UNIQUE ("email") ON CONFLICT REPLACE
);
INSERT OR ABORT INTO "whimbrel_new_users" ("id", "email", "name")
SELECT "id", "email", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" text,
  "name" text NOT NULL DEFAULT 'x',
  UNIQUE ("email")
);
INSERT INTO "whimbrel_new_users" ("id", "email", "name")
SELECT "id", "email", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
