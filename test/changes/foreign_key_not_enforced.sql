-- Keep a reference as a mere statement
-- absent: sqlite, mysql (enforce it), postgres15 (came with release 18)

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id) NOT ENFORCED);

-- operations
-- alter foreign key "users_team" of "users"

-- upgrade
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") NOT ENFORCED;

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id");
