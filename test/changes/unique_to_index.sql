-- Forbid equal values by an index instead of a constraint
-- absent: mysql (makes no difference between the two)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), CONSTRAINT users_email UNIQUE (email));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50));
CREATE UNIQUE INDEX users_email ON users (email);

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT * FROM users;

-- operations
-- drop unique "users_email" of "users"
-- create unique index "users_email" on "users" (email)

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(50)
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE UNIQUE INDEX "users_email" ON "users" ("email");

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_email";
CREATE UNIQUE INDEX "users_email" ON "users" ("email");

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(50),
  CONSTRAINT "users_email" UNIQUE ("email")
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
DROP INDEX "users_email";
ALTER TABLE "users" ADD CONSTRAINT "users_email" UNIQUE ("email");
