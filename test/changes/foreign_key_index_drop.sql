-- Replace the index that a foreign key leans on by a wider one

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer, name varchar(20),
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));
CREATE INDEX narrow ON users (team_id);

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer, name varchar(20),
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));
CREATE INDEX wide ON users (team_id, name);

-- rows
INSERT INTO teams VALUES (7);
INSERT INTO users VALUES (1, 7, 'Ann');

-- survives
SELECT * FROM users;

-- operations: sqlite, postgres
-- drop index "narrow" of "users"
-- create index "wide" on "users" (team_id, name)

-- operations: mysql
-- drop foreign key "users_team" of "users"
-- drop index "narrow" of "users"
-- create index "wide" on "users" (team_id, name)
-- add foreign key "users_team" to "users"

-- upgrade: sqlite, postgres
DROP INDEX "narrow";
CREATE INDEX "wide" ON "users" ("team_id", "name");

-- upgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `narrow`,
  ADD INDEX `wide` (`team_id`, `name`);
ALTER TABLE `users` ADD CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`);

-- downgrade: sqlite, postgres
DROP INDEX "wide";
CREATE INDEX "narrow" ON "users" ("team_id");

-- downgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `wide`,
  ADD INDEX `narrow` (`team_id`);
ALTER TABLE `users` ADD CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`);
