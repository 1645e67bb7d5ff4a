-- Let a column sort in another way

-- from: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE NOCASE);
CREATE INDEX users_name ON users (name);

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE "C" DEFAULT 'x');
CREATE INDEX users_name ON users (name);

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE utf8mb4_bin NOT NULL DEFAULT 'x');

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE RTRIM);
CREATE INDEX users_name ON users (name);

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE "POSIX" DEFAULT 'x');
CREATE INDEX users_name ON users (name);

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT 'x');

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations: sqlite
-- alter column "name" of "users": collation RTRIM

-- operations: postgres
-- alter column "name" of "users": collation POSIX

-- operations: mysql
-- alter column "name" of "users": collation utf8mb4_unicode_ci

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50) COLLATE "RTRIM"
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE INDEX "users_name" ON "users" ("name");

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" DROP DEFAULT, ALTER COLUMN "name" TYPE character varying(50) COLLATE "POSIX", ALTER COLUMN "name" SET DEFAULT 'x'::character varying;

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(50) COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT 'x';

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50) COLLATE "NOCASE"
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE INDEX "users_name" ON "users" ("name");

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" DROP DEFAULT, ALTER COLUMN "name" TYPE character varying(50) COLLATE "C", ALTER COLUMN "name" SET DEFAULT 'x'::character varying;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(50) COLLATE utf8mb4_bin NOT NULL DEFAULT 'x';
