-- Never give a row's number to another row
-- absent: postgres, mysql (never do so)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, name text);

-- rows
INSERT INTO users VALUES (41, 'Ann');

-- survives
SELECT * FROM users;

-- operations
-- alter column "id" of "users"

-- upgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY AUTOINCREMENT,
  "name" text
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" text
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
