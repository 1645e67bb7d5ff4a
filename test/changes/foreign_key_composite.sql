-- Refer to two columns

-- from
CREATE TABLE teams (org integer NOT NULL, id integer NOT NULL, PRIMARY KEY (org, id));
CREATE TABLE users (id integer PRIMARY KEY, org integer, team_id integer);

-- to
CREATE TABLE teams (org integer NOT NULL, id integer NOT NULL, PRIMARY KEY (org, id));
CREATE TABLE users (id integer PRIMARY KEY, org integer, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (org, team_id) REFERENCES teams (org, id) ON UPDATE CASCADE);

-- rows
INSERT INTO teams VALUES (1, 7);
INSERT INTO users VALUES (1, 1, 7);

-- survives
SELECT * FROM users;

-- operations
-- add foreign key "users_team" to "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "org" integer,
  "team_id" integer,
  CONSTRAINT "users_team" FOREIGN KEY ("org", "team_id") REFERENCES "teams" ("org", "id") ON UPDATE CASCADE
);
INSERT INTO "whimbrel_new_users" ("id", "org", "team_id")
SELECT "id", "org", "team_id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ADD CONSTRAINT "users_team" FOREIGN KEY ("org", "team_id") REFERENCES "teams" ("org", "id") ON UPDATE CASCADE;

-- upgrade: mysql
ALTER TABLE `users` ADD CONSTRAINT `users_team` FOREIGN KEY (`org`, `team_id`) REFERENCES `teams` (`org`, `id`) ON UPDATE CASCADE;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "org" integer,
  "team_id" integer
);
INSERT INTO "whimbrel_new_users" ("id", "org", "team_id")
SELECT "id", "org", "team_id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_team";

-- downgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `users_team`;
