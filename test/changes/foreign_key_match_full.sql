-- Refer with all columns or none
-- absent: sqlite (ignores MATCH), mysql (ignores MATCH)

-- from
CREATE TABLE teams (org integer NOT NULL, id integer NOT NULL, PRIMARY KEY (org, id));
CREATE TABLE users (id integer PRIMARY KEY, org integer, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (org, team_id) REFERENCES teams (org, id));

-- to
CREATE TABLE teams (org integer NOT NULL, id integer NOT NULL, PRIMARY KEY (org, id));
CREATE TABLE users (id integer PRIMARY KEY, org integer, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (org, team_id) REFERENCES teams (org, id) MATCH FULL);

-- operations
-- alter foreign key "users_team" of "users"

-- upgrade
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("org", "team_id") REFERENCES "teams" ("org", "id") MATCH FULL;

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("org", "team_id") REFERENCES "teams" ("org", "id");
