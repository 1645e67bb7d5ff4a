-- Drop a column that refers to another table
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer, name varchar(50),
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO teams VALUES (7);
INSERT INTO users VALUES (1, 7, 'Ann');

-- survives
SELECT id, name FROM users;

-- operations
-- drop foreign key "users_team" of "users"
-- drop column "team_id" of "users"

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
ALTER TABLE "users" DROP CONSTRAINT "users_team", DROP COLUMN "team_id";

-- upgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `users_team`,
  DROP COLUMN `team_id`;

-- downgrade: sqlite
ALTER TABLE "users" ADD COLUMN "team_id" integer CONSTRAINT "users_team" REFERENCES "teams" ("id");

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "team_id" integer, ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id");

-- downgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `team_id` int AFTER `id`,
  ADD CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`);
