-- Add a value and let it be a default at once
-- absent: sqlite (has no enums), mysql (writes the values into the column's type)

-- from
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'ok');

-- to
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'glad');

-- rows
INSERT INTO users VALUES (1, 'ok');

-- survives
SELECT id, mood::text FROM users;

-- operations
-- alter enum "mood"
-- alter column "mood" of "users": default 'glad'::mood

-- upgrade
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'ok', 'glad');
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "mood" SET DEFAULT 'ok'::mood;
DROP TYPE "mood_old";
ALTER TABLE "users" ALTER COLUMN "mood" SET DEFAULT 'glad'::mood;

-- downgrade
ALTER TABLE "users" ALTER COLUMN "mood" SET DEFAULT 'ok'::mood;
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'ok');
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "mood" SET DEFAULT 'ok'::mood;
DROP TYPE "mood_old";
