-- Add a column with a reference that has no name
-- absent: postgres, mysql (give every reference a name)

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer REFERENCES teams (id));

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT id FROM users;

-- operations
-- add column "team_id" integer to "users"
-- add foreign key (team_id) to "teams" to "users"

-- upgrade
ALTER TABLE "users" ADD COLUMN "team_id" integer REFERENCES "teams" ("id");

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY
);
INSERT INTO "whimbrel_new_users" ("id")
SELECT "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
