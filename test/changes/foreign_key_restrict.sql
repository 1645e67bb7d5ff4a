-- Say RESTRICT instead of saying nothing
-- absent: mysql (makes no difference between the two)

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE RESTRICT);

-- operations
-- alter foreign key "users_team" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "team_id" integer,
  CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE RESTRICT
);
INSERT INTO "whimbrel_new_users" ("id", "team_id")
SELECT "id", "team_id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE RESTRICT;

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
