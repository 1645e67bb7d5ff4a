-- Refer to a column that becomes unique at the same time

-- from
CREATE TABLE teams (id integer PRIMARY KEY, code integer NOT NULL);
CREATE TABLE ants (id integer PRIMARY KEY, team_code integer);

-- to
CREATE TABLE teams (id integer PRIMARY KEY, code integer NOT NULL, CONSTRAINT teams_code UNIQUE (code));
CREATE TABLE ants (id integer PRIMARY KEY, team_code integer,
  CONSTRAINT ants_team FOREIGN KEY (team_code) REFERENCES teams (code));

-- rows
INSERT INTO teams VALUES (1, 7);
INSERT INTO ants VALUES (1, 7);

-- survives
SELECT * FROM ants;

-- operations
-- add unique "teams_code" to "teams"
-- add foreign key "ants_team" to "ants"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_teams" (
  "id" integer PRIMARY KEY,
  "code" integer NOT NULL,
  CONSTRAINT "teams_code" UNIQUE ("code")
);
INSERT INTO "whimbrel_new_teams" ("id", "code")
SELECT "id", "code" FROM "teams";
DROP TABLE "teams";
ALTER TABLE "whimbrel_new_teams" RENAME TO "teams";
CREATE TABLE "whimbrel_new_ants" (
  "id" integer PRIMARY KEY,
  "team_code" integer,
  CONSTRAINT "ants_team" FOREIGN KEY ("team_code") REFERENCES "teams" ("code")
);
INSERT INTO "whimbrel_new_ants" ("id", "team_code")
SELECT "id", "team_code" FROM "ants";
DROP TABLE "ants";
ALTER TABLE "whimbrel_new_ants" RENAME TO "ants";

-- upgrade: postgres
ALTER TABLE "teams" ADD CONSTRAINT "teams_code" UNIQUE ("code");
ALTER TABLE "ants" ADD CONSTRAINT "ants_team" FOREIGN KEY ("team_code") REFERENCES "teams" ("code");

-- upgrade: mysql
ALTER TABLE `teams` ADD CONSTRAINT `teams_code` UNIQUE (`code`);
ALTER TABLE `ants` ADD CONSTRAINT `ants_team` FOREIGN KEY (`team_code`) REFERENCES `teams` (`code`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_ants" (
  "id" integer PRIMARY KEY,
  "team_code" integer
);
INSERT INTO "whimbrel_new_ants" ("id", "team_code")
SELECT "id", "team_code" FROM "ants";
DROP TABLE "ants";
ALTER TABLE "whimbrel_new_ants" RENAME TO "ants";
CREATE TABLE "whimbrel_new_teams" (
  "id" integer PRIMARY KEY,
  "code" integer NOT NULL
);
INSERT INTO "whimbrel_new_teams" ("id", "code")
SELECT "id", "code" FROM "teams";
DROP TABLE "teams";
ALTER TABLE "whimbrel_new_teams" RENAME TO "teams";

-- downgrade: postgres
ALTER TABLE "ants" DROP CONSTRAINT "ants_team";
ALTER TABLE "teams" DROP CONSTRAINT "teams_code";

-- downgrade: mysql
ALTER TABLE `ants`
  DROP FOREIGN KEY `ants_team`,
  DROP INDEX `ants_team`;
ALTER TABLE `teams` DROP INDEX `teams_code`;
