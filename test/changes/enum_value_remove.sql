-- Take a value away that no row has
-- absent: sqlite (has no enums)

-- from: postgres
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'ok', moods mood[] DEFAULT '{ok}',
  CONSTRAINT not_sad CHECK (mood <> 'sad'));
CREATE INDEX by_mood ON users (mood) WHERE mood = 'glad';

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('sad', 'ok', 'glad') NOT NULL DEFAULT 'ok');

-- to: postgres
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'glad', moods mood[] DEFAULT '{glad}',
  CONSTRAINT not_sad CHECK (mood <> 'sad'));
CREATE INDEX by_mood ON users (mood) WHERE mood = 'glad';

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('sad', 'glad') NOT NULL DEFAULT 'glad');

-- rows: postgres
INSERT INTO users VALUES (1, 'glad', '{sad,glad}');

-- rows: mysql
INSERT INTO users VALUES (1, 'glad');

-- survives: postgres
SELECT id, mood::text, moods::text FROM users;

-- survives
SELECT * FROM users;

-- operations: postgres
-- alter column "mood" of "users": drop default
-- alter column "moods" of "users": drop default
-- alter enum "mood"
-- alter column "mood" of "users": default 'glad'::mood
-- alter column "moods" of "users": default '{glad}'::mood[]

-- operations: mysql
-- alter column "mood" of "users": type enum('sad','ok','glad') to enum('sad','glad'), default 'glad'

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "moods" DROP DEFAULT;
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
ALTER TABLE "users" DROP CONSTRAINT "not_sad";
DROP INDEX "by_mood";
ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "moods" TYPE "mood"[] USING "moods"::text[]::"mood"[];
ALTER TABLE "users" ADD CONSTRAINT "not_sad" CHECK (mood <> 'sad'::mood);
CREATE INDEX "by_mood" ON "users" ("mood") WHERE mood = 'glad'::mood;
DROP TYPE "mood_old";
ALTER TABLE "users" ALTER COLUMN "mood" SET DEFAULT 'glad'::mood, ALTER COLUMN "moods" SET DEFAULT '{glad}'::mood[];

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('sad','glad') NOT NULL DEFAULT 'glad';

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "moods" DROP DEFAULT, ALTER COLUMN "mood" DROP DEFAULT;
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'ok', 'glad');
ALTER TABLE "users" DROP CONSTRAINT "not_sad";
DROP INDEX "by_mood";
ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "moods" TYPE "mood"[] USING "moods"::text[]::"mood"[];
ALTER TABLE "users" ADD CONSTRAINT "not_sad" CHECK (mood <> 'sad'::mood);
CREATE INDEX "by_mood" ON "users" ("mood") WHERE mood = 'glad'::mood;
DROP TYPE "mood_old";
ALTER TABLE "users" ALTER COLUMN "moods" SET DEFAULT '{ok}'::mood[], ALTER COLUMN "mood" SET DEFAULT 'ok'::mood;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('sad','ok','glad') NOT NULL DEFAULT 'ok';
