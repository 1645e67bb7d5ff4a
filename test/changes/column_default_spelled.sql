-- Write defaults with signs, in words and in quotes of all kinds
-- absent: postgres, mysql (a name is no string there)

-- from
CREATE TABLE users (id integer PRIMARY KEY, stars integer DEFAULT +1, name text DEFAULT bare);

-- to
CREATE TABLE users (id integer PRIMARY KEY, stars integer DEFAULT - 4, name text DEFAULT "it's", mark text DEFAULT [x]);

-- rows
INSERT INTO users (id) VALUES (1);

-- survives
SELECT id, stars, name FROM users;

-- operations
-- add column "mark" text to "users"
-- alter column "stars" of "users": default - 4
-- alter column "name" of "users": default "it's"

-- upgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "stars" integer DEFAULT - 4,
  "name" text DEFAULT "it's",
  "mark" text DEFAULT [x]
);
INSERT INTO "whimbrel_new_users" ("id", "stars", "name")
SELECT "id", "stars", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "stars" integer DEFAULT +1,
  "name" text DEFAULT bare
);
INSERT INTO "whimbrel_new_users" ("id", "stars", "name")
SELECT "id", "stars", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
