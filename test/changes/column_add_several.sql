-- Add several columns and what is on them

-- from
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, email varchar(100), team_id integer, age integer,
  CONSTRAINT users_email UNIQUE (email), CONSTRAINT users_age CHECK (age > 0),
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id));
CREATE INDEX users_age_email ON users (age, email);

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT id FROM users;

-- operations: sqlite
-- add column "email" varchar(100) to "users"
-- add column "team_id" integer to "users"
-- add column "age" integer to "users"
-- add unique "users_email" to "users"
-- add check "users_age" to "users"
-- create index "users_age_email" on "users" (age, email)
-- add foreign key "users_team" to "users"

-- operations: postgres
-- add column "email" character varying(100) to "users"
-- add column "team_id" integer to "users"
-- add column "age" integer to "users"
-- add unique "users_email" to "users"
-- add check "users_age" to "users"
-- create index "users_age_email" on "users" (age, email)
-- add foreign key "users_team" to "users"

-- operations: mysql
-- add column "email" varchar(100) to "users"
-- add column "team_id" int to "users"
-- add column "age" int to "users"
-- add unique "users_email" to "users"
-- add check "users_age" to "users"
-- create index "users_age_email" on "users" (age, email)
-- add foreign key "users_team" to "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(100),
  "team_id" integer,
  "age" integer,
  CONSTRAINT "users_email" UNIQUE ("email"),
  CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id"),
  CONSTRAINT "users_age" CHECK (age > 0)
);
INSERT INTO "whimbrel_new_users" ("id")
SELECT "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE INDEX "users_age_email" ON "users" ("age", "email");

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "email" character varying(100), ADD COLUMN "team_id" integer, ADD COLUMN "age" integer, ADD CONSTRAINT "users_email" UNIQUE ("email"), ADD CONSTRAINT "users_age" CHECK (age > 0);
CREATE INDEX "users_age_email" ON "users" ("age", "email");
ALTER TABLE "users" ADD CONSTRAINT "users_team" FOREIGN KEY ("team_id") REFERENCES "teams" ("id");

-- upgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `email` varchar(100),
  ADD COLUMN `team_id` int,
  ADD COLUMN `age` int,
  ADD CONSTRAINT `users_email` UNIQUE (`email`),
  ADD CONSTRAINT `users_age` CHECK (`age` > 0),
  ADD INDEX `users_age_email` (`age`, `email`),
  ADD CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY
);
INSERT INTO "whimbrel_new_users" ("id")
SELECT "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_team";
DROP INDEX "users_age_email";
ALTER TABLE "users" DROP CONSTRAINT "users_age", DROP CONSTRAINT "users_email", DROP COLUMN "age", DROP COLUMN "team_id", DROP COLUMN "email";

-- downgrade: mysql
ALTER TABLE `users`
  DROP FOREIGN KEY `users_team`,
  DROP INDEX `users_team`,
  DROP INDEX `users_age_email`,
  DROP CONSTRAINT `users_age`,
  DROP INDEX `users_email`,
  DROP COLUMN `age`,
  DROP COLUMN `team_id`,
  DROP COLUMN `email`;
