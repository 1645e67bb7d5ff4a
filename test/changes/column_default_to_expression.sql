-- Let an expression give the default

-- from
CREATE TABLE users (id integer PRIMARY KEY, x integer DEFAULT 1, at timestamp NULL);

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, x integer DEFAULT (1 + 1), at timestamp NULL DEFAULT CURRENT_TIMESTAMP);

-- to
CREATE TABLE users (id integer PRIMARY KEY, x integer DEFAULT (1 + abs(-1)), at timestamp NULL DEFAULT CURRENT_TIMESTAMP);

-- rows
INSERT INTO users VALUES (1, 1, NULL);

-- survives
SELECT * FROM users;

-- operations: sqlite
-- alter column "x" of "users": default 1 + 1
-- alter column "at" of "users": default CURRENT_TIMESTAMP

-- operations: postgres
-- alter column "x" of "users": default 1 + abs('-1'::integer)
-- alter column "at" of "users": default CURRENT_TIMESTAMP

-- operations: mysql
-- alter column "x" of "users": default 1 + abs(-(1))
-- alter column "at" of "users": default CURRENT_TIMESTAMP

-- operations: mariadb
-- alter column "x" of "users": default 1 + abs(-1)
-- alter column "at" of "users": default CURRENT_TIMESTAMP

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "x" integer DEFAULT (1 + 1),
  "at" timestamp DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO "whimbrel_new_users" ("id", "x", "at")
SELECT "id", "x", "at" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "x" SET DEFAULT 1 + abs('-1'::integer), ALTER COLUMN "at" SET DEFAULT CURRENT_TIMESTAMP;

-- upgrade: mysql
ALTER TABLE `users`
  MODIFY COLUMN `x` int DEFAULT (1 + abs(-(1))),
  MODIFY COLUMN `at` timestamp NULL DEFAULT CURRENT_TIMESTAMP;

-- upgrade: mariadb
ALTER TABLE `users`
  MODIFY COLUMN `x` int DEFAULT (1 + abs(-1)),
  MODIFY COLUMN `at` timestamp NULL DEFAULT CURRENT_TIMESTAMP;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "x" integer DEFAULT 1,
  "at" timestamp
);
INSERT INTO "whimbrel_new_users" ("id", "x", "at")
SELECT "id", "x", "at" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "at" DROP DEFAULT, ALTER COLUMN "x" SET DEFAULT 1;

-- downgrade: mysql
ALTER TABLE `users`
  MODIFY COLUMN `at` timestamp NULL,
  MODIFY COLUMN `x` int DEFAULT 1;
