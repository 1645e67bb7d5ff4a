-- Take a value from a list that a generated column reads
-- absent: sqlite, mysql (have no types of their own)
-- column order: postgres (columns are added at the end)

-- from
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE diary (id integer PRIMARY KEY, mood mood, is_glad boolean GENERATED ALWAYS AS (mood = 'glad') STORED, note text);

-- to
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE diary (id integer PRIMARY KEY, mood mood, is_glad boolean GENERATED ALWAYS AS (mood = 'glad') STORED, note text);

-- rows
INSERT INTO diary (id, mood) VALUES (1, 'glad'), (2, 'sad');

-- survives
SELECT id, mood, is_glad FROM diary ORDER BY id;

-- operations
-- drop column "is_glad" of "diary"
-- alter enum "mood"
-- add column "is_glad" boolean to "diary"

-- upgrade
ALTER TABLE "diary" DROP COLUMN "is_glad";
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
ALTER TABLE "diary" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
DROP TYPE "mood_old";
ALTER TABLE "diary" ADD COLUMN "is_glad" boolean GENERATED ALWAYS AS (mood = 'glad'::mood) STORED;

-- downgrade
ALTER TABLE "diary" DROP COLUMN "is_glad";
ALTER TYPE "mood" ADD VALUE 'ok' BEFORE 'glad';
ALTER TABLE "diary" ADD COLUMN "is_glad" boolean GENERATED ALWAYS AS (mood = 'glad'::mood) STORED;
