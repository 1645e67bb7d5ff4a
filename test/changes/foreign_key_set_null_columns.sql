-- Set only some of the columns to NULL
-- absent: sqlite, mysql (set all of them)

-- from
CREATE TABLE teams (org integer, id integer, PRIMARY KEY (org, id));
CREATE TABLE users (id integer PRIMARY KEY, org integer NOT NULL, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (org, team_id) REFERENCES teams ON DELETE SET NULL);

-- to
CREATE TABLE teams (org integer, id integer, PRIMARY KEY (org, id));
CREATE TABLE users (id integer PRIMARY KEY, org integer NOT NULL, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (org, team_id) REFERENCES teams ON DELETE SET NULL (team_id));

-- operations
-- alter foreign key "users_team" of "users"

-- upgrade
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("org", "team_id") REFERENCES "teams" ("org", "id") ON DELETE SET NULL ("team_id");

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("org", "team_id") REFERENCES "teams" ("org", "id") ON DELETE SET NULL;
