-- Take a column's default away

-- from
CREATE TABLE users (id integer PRIMARY KEY, stars integer NOT NULL DEFAULT 3);

-- to
CREATE TABLE users (id integer PRIMARY KEY, stars integer NOT NULL);

-- rows
INSERT INTO users VALUES (1, 5);

-- survives
SELECT * FROM users;

-- operations
-- alter column "stars" of "users": drop default

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "stars" integer NOT NULL
);
INSERT INTO "whimbrel_new_users" ("id", "stars")
SELECT "id", "stars" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "stars" DROP DEFAULT;

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `stars` int NOT NULL;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "stars" integer NOT NULL DEFAULT 3
);
INSERT INTO "whimbrel_new_users" ("id", "stars")
SELECT "id", "stars" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "stars" SET DEFAULT 3;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `stars` int NOT NULL DEFAULT 3;
