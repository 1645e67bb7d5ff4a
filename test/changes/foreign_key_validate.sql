-- Check the rows that were there before a reference was made
-- absent: sqlite, mysql (check them at once)

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer);
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));

-- rows
INSERT INTO teams VALUES (7);
INSERT INTO users VALUES (1, 7);

-- survives
SELECT * FROM users;

-- operations
-- alter foreign key "users_team" of "users"

-- upgrade
ALTER TABLE "users" VALIDATE CONSTRAINT "users_team";

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "users_team", ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") NOT VALID;
