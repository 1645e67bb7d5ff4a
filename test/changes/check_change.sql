-- Change what a check says

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT age_ok CHECK (age > 0));

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT age_ok CHECK (age > 0 AND age < 200));

-- rows
INSERT INTO users VALUES (1, 20);

-- survives
SELECT * FROM users;

-- operations
-- alter check "age_ok" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer,
  CONSTRAINT "age_ok" CHECK (age > 0 AND age < 200)
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "age_ok", ADD CONSTRAINT "age_ok" CHECK ((age > 0) AND (age < 200));

-- upgrade: mysql
ALTER TABLE `users`
  DROP CONSTRAINT `age_ok`,
  ADD CONSTRAINT `age_ok` CHECK ((`age` > 0) and (`age` < 200));

-- upgrade: mariadb
ALTER TABLE `users`
  DROP CONSTRAINT `age_ok`,
  ADD CONSTRAINT `age_ok` CHECK (`age` > 0 and `age` < 200);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer,
  CONSTRAINT "age_ok" CHECK (age > 0)
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "age_ok", ADD CONSTRAINT "age_ok" CHECK (age > 0);

-- downgrade: mysql
ALTER TABLE `users`
  DROP CONSTRAINT `age_ok`,
  ADD CONSTRAINT `age_ok` CHECK (`age` > 0);
