-- Rename a foreign key
-- absent: sqlite (knows no way but to make the table anew, which it does not for a name)

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT old FOREIGN KEY (team_id) REFERENCES teams (id));

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, team_id integer,
  CONSTRAINT new FOREIGN KEY (team_id) REFERENCES teams (id));

-- rows
INSERT INTO teams VALUES (7);
INSERT INTO users VALUES (1, 7);

-- survives
SELECT * FROM users;

-- operations
-- rename constraint "old" of "users" to "new"

-- upgrade: postgres
ALTER TABLE "users" RENAME CONSTRAINT "old" TO "new";

-- upgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `old`,
  RENAME INDEX `old` TO `new`,
  ADD CONSTRAINT `new` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`);

-- downgrade: postgres
ALTER TABLE "users" RENAME CONSTRAINT "new" TO "old";

-- downgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `new`,
  RENAME INDEX `new` TO `old`,
  ADD CONSTRAINT `old` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`);
