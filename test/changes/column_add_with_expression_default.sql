-- Add a column whose default is computed

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, at text DEFAULT CURRENT_TIMESTAMP, half real DEFAULT (1 / 2.0));

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, at timestamptz DEFAULT now(), key uuid DEFAULT gen_random_uuid());

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, at datetime(6) DEFAULT CURRENT_TIMESTAMP(6), `key` char(36) DEFAULT (uuid()));

-- rows
INSERT INTO users (id) VALUES (1);

-- survives
SELECT id FROM users;

-- operations: sqlite
-- add column "at" text to "users"
-- add column "half" real to "users"

-- operations: postgres
-- add column "at" timestamp with time zone to "users"
-- add column "key" uuid to "users"

-- operations: mysql
-- add column "at" datetime(6) to "users"
-- add column "key" char(36) to "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "at" text DEFAULT CURRENT_TIMESTAMP,
  "half" real DEFAULT (1 / 2.0)
);
INSERT INTO "whimbrel_new_users" ("id")
SELECT "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "at" timestamp with time zone DEFAULT now(), ADD COLUMN "key" uuid DEFAULT gen_random_uuid();

-- upgrade: mysql
ALTER TABLE `users` ADD COLUMN `at` datetime(6) DEFAULT CURRENT_TIMESTAMP(6);
ALTER TABLE `users` ADD COLUMN `key` char(36);
UPDATE `users` SET `key` = (uuid());
ALTER TABLE `users` MODIFY COLUMN `key` char(36) DEFAULT (uuid());

-- upgrade: mariadb
ALTER TABLE `users`
  ADD COLUMN `at` datetime(6) DEFAULT CURRENT_TIMESTAMP(6),
  ADD COLUMN `key` char(36) DEFAULT (uuid());

-- downgrade: sqlite
ALTER TABLE "users" DROP COLUMN "half";
ALTER TABLE "users" DROP COLUMN "at";

-- downgrade: postgres
ALTER TABLE "users" DROP COLUMN "key", DROP COLUMN "at";

-- downgrade: mysql
ALTER TABLE `users`
  DROP COLUMN `key`,
  DROP COLUMN `at`;
