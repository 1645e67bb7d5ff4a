-- Change checks of which two have one name
-- absent: postgres, mysql (want another name for each)

-- from
CREATE TABLE users (a integer CONSTRAINT positive CHECK (a > 0), b integer CONSTRAINT positive CHECK (b > 0));

-- to
CREATE TABLE users (a integer CONSTRAINT positive CHECK (a > 1), b integer CONSTRAINT positive CHECK (b > 0), c integer CONSTRAINT positive CHECK (c > 0));

-- rows
INSERT INTO users VALUES (5, 6);

-- survives
SELECT a, b FROM users;

-- operations
-- add column "c" integer to "users"
-- alter check "positive" of "users"
-- add check (c > 0) to "users"

-- upgrade
CREATE TABLE "whimbrel_new_users" (
  "a" integer,
  "b" integer,
  "c" integer,
  CONSTRAINT "positive" CHECK (a > 1),
  CHECK (b > 0),
  CHECK (c > 0)
);
INSERT INTO "whimbrel_new_users" (rowid, "a", "b")
SELECT rowid, "a", "b" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "a" integer,
  "b" integer,
  CONSTRAINT "positive" CHECK (a > 0),
  CHECK (b > 0)
);
INSERT INTO "whimbrel_new_users" (rowid, "a", "b")
SELECT rowid, "a", "b" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
