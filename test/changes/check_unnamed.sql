-- Add checks without names
-- absent: postgres, mysql (give every check a name)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer, name text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer CHECK (age > 0), name text, CHECK (name <> '' AND age < 200));

-- rows
INSERT INTO users VALUES (1, 20, 'Ann');

-- survives
SELECT * FROM users;

-- operations
-- add check (name <> '' AND age < 200) to "users"
-- add check (age > 0) to "users"

-- upgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer,
  "name" text,
  CHECK (name <> '' AND age < 200),
  CHECK (age > 0)
);
INSERT INTO "whimbrel_new_users" ("id", "age", "name")
SELECT "id", "age", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer,
  "name" text
);
INSERT INTO "whimbrel_new_users" ("id", "age", "name")
SELECT "id", "age", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
