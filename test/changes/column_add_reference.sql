-- Add a column that refers to another table

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET NULL);

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT id FROM users;

-- operations: sqlite, postgres
-- add column "team_id" integer to "users"
-- add foreign key "users_team" to "users"

-- operations: mysql
-- add column "team_id" int to "users"
-- add foreign key "users_team" to "users"

-- upgrade: sqlite
ALTER TABLE "users" ADD COLUMN "team_id" integer CONSTRAINT "users_team" REFERENCES "teams" ("id") ON DELETE SET NULL;

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "team_id" integer, ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE SET NULL;

-- upgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `team_id` int,
  ADD CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE SET NULL;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY
);
INSERT INTO "whimbrel_new_users" ("id")
SELECT "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_team", DROP COLUMN "team_id";

-- downgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `users_team`,
  DROP COLUMN `team_id`;
