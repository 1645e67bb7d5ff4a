-- Allow NULL in a column

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) NOT NULL);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations
-- alter column "name" of "users": drop not null

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" DROP NOT NULL;

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(50);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50) NOT NULL
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(50) NOT NULL;
