-- Refer to another table than before

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE clubs (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE clubs (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES clubs (id));

-- rows
INSERT INTO teams VALUES (7);
INSERT INTO clubs VALUES (7);
INSERT INTO users VALUES (1, 7);

-- survives
SELECT * FROM users;

-- operations
-- alter foreign key "users_team" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "team_id" integer,
  CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "clubs" ("id")
);
INSERT INTO "whimbrel_new_users" ("id", "team_id")
SELECT "id", "team_id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "clubs" ("id");

-- upgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `users_team`;
ALTER TABLE `users` ADD CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `clubs` (`id`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "team_id" integer,
  CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id")
);
INSERT INTO "whimbrel_new_users" ("id", "team_id")
SELECT "id", "team_id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id");

-- downgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `users_team`;
ALTER TABLE `users` ADD CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`);
