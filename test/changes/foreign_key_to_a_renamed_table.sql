-- Refer to a table that is renamed at the same time
-- rename: teams:groups_

-- from: sqlite, mysql
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer);

-- from: postgres
CREATE TABLE teams (id integer, CONSTRAINT pk PRIMARY KEY (id));
CREATE TABLE users (id integer PRIMARY KEY, team_id integer);

-- to: sqlite, mysql
CREATE TABLE groups_ (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES groups_ (id));

-- to: postgres
CREATE TABLE groups_ (id integer, CONSTRAINT pk PRIMARY KEY (id));
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES groups_ (id));

-- rows
INSERT INTO teams VALUES (7);
INSERT INTO users VALUES (1, 7);

-- survives
SELECT * FROM users;

-- operations
-- rename table "teams" to "groups_"
-- add foreign key "users_team" to "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "team_id" integer,
  CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "groups_" ("id")
);
INSERT INTO "whimbrel_new_users" ("id", "team_id")
SELECT "id", "team_id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
ALTER TABLE "teams" RENAME TO "groups_";

-- upgrade: postgres
ALTER TABLE "teams" RENAME TO "groups_";
ALTER TABLE "users" ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "groups_" ("id");

-- upgrade: mysql
RENAME TABLE `teams` TO `groups_`;
ALTER TABLE `users` ADD CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `groups_` (`id`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "team_id" integer
);
INSERT INTO "whimbrel_new_users" ("id", "team_id")
SELECT "id", "team_id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
ALTER TABLE "groups_" RENAME TO "teams";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_team";
ALTER TABLE "groups_" RENAME TO "teams";

-- downgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `users_team`;
RENAME TABLE `groups_` TO `teams`;
