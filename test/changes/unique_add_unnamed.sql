-- Forbid equal values by a constraint without a name
-- absent: postgres, mysql (give every constraint a name)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE);

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT * FROM users;

-- operations
-- add unique (email) to "users"

-- upgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" text,
  UNIQUE ("email")
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" text
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
