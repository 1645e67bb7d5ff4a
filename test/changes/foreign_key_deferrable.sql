-- Look at references at the end of a transaction
-- absent: mysql (looks at once)

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED);

-- rows
INSERT INTO teams VALUES (7);
INSERT INTO users VALUES (1, 7);

-- survives
SELECT * FROM users;

-- operations
-- alter foreign key "users_team" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "team_id" integer,
  CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "whimbrel_new_users" ("id", "team_id")
SELECT "id", "team_id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER CONSTRAINT "users_team" DEFERRABLE INITIALLY DEFERRED;

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
ALTER TABLE "users" ALTER CONSTRAINT "users_team" NOT DEFERRABLE;
