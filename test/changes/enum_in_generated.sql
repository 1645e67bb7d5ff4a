-- Take a value away that a computed column reads
-- absent: sqlite, mysql (have no enums that are types)

-- from
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood, is_glad boolean GENERATED ALWAYS AS (mood = 'glad') STORED);
CREATE INDEX by_glad ON users (is_glad);

-- to
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood, is_glad boolean GENERATED ALWAYS AS (mood = 'glad') STORED);
CREATE INDEX by_glad ON users (is_glad);

-- rows
INSERT INTO users VALUES (1, 'glad');

-- survives
SELECT id, mood::text, is_glad FROM users;

-- operations
-- drop index "by_glad" of "users"
-- drop column "is_glad" of "users"
-- alter enum "mood"
-- add column "is_glad" boolean to "users"
-- create index "by_glad" on "users" (is_glad)

-- upgrade
DROP INDEX "by_glad";
ALTER TABLE "users" DROP COLUMN "is_glad";
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
DROP TYPE "mood_old";
ALTER TABLE "users" ADD COLUMN "is_glad" boolean GENERATED ALWAYS AS (mood = 'glad'::mood) STORED;
CREATE INDEX "by_glad" ON "users" ("is_glad");

-- downgrade
DROP INDEX "by_glad";
ALTER TABLE "users" DROP COLUMN "is_glad";
ALTER TYPE "mood" ADD VALUE 'ok' BEFORE 'glad';
ALTER TABLE "users" ADD COLUMN "is_glad" boolean GENERATED ALWAYS AS (mood = 'glad'::mood) STORED;
CREATE INDEX "by_glad" ON "users" ("is_glad");
