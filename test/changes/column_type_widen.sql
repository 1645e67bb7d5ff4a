-- Let a text be longer

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) NOT NULL DEFAULT 'x');
CREATE INDEX users_name ON users (name);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(90) NOT NULL DEFAULT 'x');
CREATE INDEX users_name ON users (name);

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations: sqlite, mysql
-- alter column "name" of "users": type varchar(50) to varchar(90)

-- operations: postgres
-- alter column "name" of "users": type character varying(50) to character varying(90)

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(90) NOT NULL DEFAULT 'x'
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE INDEX "users_name" ON "users" ("name");

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" DROP DEFAULT, ALTER COLUMN "name" TYPE character varying(90), ALTER COLUMN "name" SET DEFAULT 'x'::character varying;

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(90) NOT NULL DEFAULT 'x';

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50) NOT NULL DEFAULT 'x'
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE INDEX "users_name" ON "users" ("name");

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" DROP DEFAULT, ALTER COLUMN "name" TYPE character varying(50), ALTER COLUMN "name" SET DEFAULT 'x'::character varying;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(50) NOT NULL DEFAULT 'x';
