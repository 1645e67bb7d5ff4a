-- Take a value from a list that a domain is of, that row types and arrays are of
-- absent: sqlite, mysql (have no types of their own)

-- from
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE DOMAIN known AS mood CHECK (VALUE <> 'ok');
CREATE TYPE sign AS (mood mood, n integer);
CREATE TYPE entry AS (sign sign, note text);
CREATE TABLE diary (id integer PRIMARY KEY, mood mood, known known, sign sign, entry entry, list known[]);
CREATE VIEW moods AS SELECT known, sign FROM diary;

-- to
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE DOMAIN known AS mood CHECK (VALUE <> 'glad');
CREATE TYPE sign AS (mood mood, n integer);
CREATE TYPE entry AS (sign sign, note text);
CREATE TABLE diary (id integer PRIMARY KEY, mood mood, known known, sign sign, entry entry, list known[]);
CREATE VIEW moods AS SELECT known, sign FROM diary;

-- rows
INSERT INTO diary VALUES (1, 'sad', 'sad', ROW('sad', 1), ROW(ROW('glad', 2), 'x'), '{sad,sad}'); INSERT INTO diary (id) VALUES (2);

-- survives
SELECT id, mood, known, sign, entry, list FROM diary ORDER BY id;

-- operations
-- drop view "moods"
-- alter domain "known"
-- alter enum "mood"
-- alter domain "known"
-- create view "moods"

-- upgrade: postgres
DROP VIEW "moods";
ALTER DOMAIN "known" DROP CONSTRAINT "known_check";
ALTER TYPE "mood" RENAME TO "mood_old";
ALTER DOMAIN "known" RENAME TO "known_old";
ALTER TYPE "sign" RENAME TO "sign_old";
ALTER TYPE "entry" RENAME TO "entry_old";
CREATE TYPE "mood" AS ENUM ('glad', 'sad');
CREATE DOMAIN "known" AS "mood";
CREATE TYPE "sign" AS ("mood" "mood", "n" integer);
CREATE TYPE "entry" AS ("sign" "sign", "note" text);
ALTER TABLE "diary" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "known" TYPE "known" USING "known"::text::"known", ALTER COLUMN "sign" TYPE "sign" USING CASE WHEN "sign" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("sign")."mood"::text::"mood", ("sign")."n")::"sign" END, ALTER COLUMN "entry" TYPE "entry" USING CASE WHEN "entry" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(CASE WHEN ("entry")."sign" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((("entry")."sign")."mood"::text::"mood", (("entry")."sign")."n")::"sign" END, ("entry")."note")::"entry" END, ALTER COLUMN "list" TYPE "known"[] USING "list"::text[]::"known"[];
DROP TYPE "entry_old";
DROP TYPE "sign_old";
DROP DOMAIN "known_old";
DROP TYPE "mood_old";
ALTER DOMAIN "known" RENAME TO "known_old";
CREATE DOMAIN "known" AS "mood" CONSTRAINT "known_check" CHECK (VALUE <> 'glad'::mood);
ALTER TABLE "diary" ALTER COLUMN "known" TYPE "known" USING "known"::"mood"::"known", ALTER COLUMN "list" TYPE "known"[] USING "list"::"mood"[]::"known"[];
DROP DOMAIN "known_old";
CREATE VIEW "moods" AS
SELECT known,
    sign
   FROM diary;

-- upgrade: postgres15
DROP VIEW "moods";
ALTER DOMAIN "known" DROP CONSTRAINT "known_check";
ALTER TYPE "mood" RENAME TO "mood_old";
ALTER DOMAIN "known" RENAME TO "known_old";
ALTER TYPE "sign" RENAME TO "sign_old";
ALTER TYPE "entry" RENAME TO "entry_old";
CREATE TYPE "mood" AS ENUM ('glad', 'sad');
CREATE DOMAIN "known" AS "mood";
CREATE TYPE "sign" AS ("mood" "mood", "n" integer);
CREATE TYPE "entry" AS ("sign" "sign", "note" text);
ALTER TABLE "diary" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "known" TYPE "known" USING "known"::text::"known", ALTER COLUMN "sign" TYPE "sign" USING CASE WHEN "sign" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("sign")."mood"::text::"mood", ("sign")."n")::"sign" END, ALTER COLUMN "entry" TYPE "entry" USING CASE WHEN "entry" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(CASE WHEN ("entry")."sign" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((("entry")."sign")."mood"::text::"mood", (("entry")."sign")."n")::"sign" END, ("entry")."note")::"entry" END, ALTER COLUMN "list" TYPE "known"[] USING "list"::text[]::"known"[];
DROP TYPE "entry_old";
DROP TYPE "sign_old";
DROP DOMAIN "known_old";
DROP TYPE "mood_old";
ALTER DOMAIN "known" RENAME TO "known_old";
CREATE DOMAIN "known" AS "mood" CONSTRAINT "known_check" CHECK (VALUE <> 'glad'::mood);
ALTER TABLE "diary" ALTER COLUMN "known" TYPE "known" USING "known"::"mood"::"known", ALTER COLUMN "list" TYPE "known"[] USING "list"::"mood"[]::"known"[];
DROP DOMAIN "known_old";
CREATE VIEW "moods" AS
SELECT diary.known,
    diary.sign
   FROM diary;

-- downgrade: postgres
DROP VIEW "moods";
ALTER DOMAIN "known" DROP CONSTRAINT "known_check";
ALTER TYPE "mood" RENAME TO "mood_old";
ALTER DOMAIN "known" RENAME TO "known_old";
ALTER TYPE "sign" RENAME TO "sign_old";
ALTER TYPE "entry" RENAME TO "entry_old";
CREATE TYPE "mood" AS ENUM ('sad', 'ok', 'glad');
CREATE DOMAIN "known" AS "mood";
CREATE TYPE "sign" AS ("mood" "mood", "n" integer);
CREATE TYPE "entry" AS ("sign" "sign", "note" text);
ALTER TABLE "diary" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "known" TYPE "known" USING "known"::text::"known", ALTER COLUMN "sign" TYPE "sign" USING CASE WHEN "sign" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("sign")."mood"::text::"mood", ("sign")."n")::"sign" END, ALTER COLUMN "entry" TYPE "entry" USING CASE WHEN "entry" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(CASE WHEN ("entry")."sign" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((("entry")."sign")."mood"::text::"mood", (("entry")."sign")."n")::"sign" END, ("entry")."note")::"entry" END, ALTER COLUMN "list" TYPE "known"[] USING "list"::text[]::"known"[];
DROP TYPE "entry_old";
DROP TYPE "sign_old";
DROP DOMAIN "known_old";
DROP TYPE "mood_old";
ALTER DOMAIN "known" RENAME TO "known_old";
CREATE DOMAIN "known" AS "mood" CONSTRAINT "known_check" CHECK (VALUE <> 'ok'::mood);
ALTER TABLE "diary" ALTER COLUMN "known" TYPE "known" USING "known"::"mood"::"known", ALTER COLUMN "list" TYPE "known"[] USING "list"::"mood"[]::"known"[];
DROP DOMAIN "known_old";
CREATE VIEW "moods" AS
SELECT known,
    sign
   FROM diary;

-- downgrade: postgres15
DROP VIEW "moods";
ALTER DOMAIN "known" DROP CONSTRAINT "known_check";
ALTER TYPE "mood" RENAME TO "mood_old";
ALTER DOMAIN "known" RENAME TO "known_old";
ALTER TYPE "sign" RENAME TO "sign_old";
ALTER TYPE "entry" RENAME TO "entry_old";
CREATE TYPE "mood" AS ENUM ('sad', 'ok', 'glad');
CREATE DOMAIN "known" AS "mood";
CREATE TYPE "sign" AS ("mood" "mood", "n" integer);
CREATE TYPE "entry" AS ("sign" "sign", "note" text);
ALTER TABLE "diary" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "known" TYPE "known" USING "known"::text::"known", ALTER COLUMN "sign" TYPE "sign" USING CASE WHEN "sign" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("sign")."mood"::text::"mood", ("sign")."n")::"sign" END, ALTER COLUMN "entry" TYPE "entry" USING CASE WHEN "entry" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(CASE WHEN ("entry")."sign" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((("entry")."sign")."mood"::text::"mood", (("entry")."sign")."n")::"sign" END, ("entry")."note")::"entry" END, ALTER COLUMN "list" TYPE "known"[] USING "list"::text[]::"known"[];
DROP TYPE "entry_old";
DROP TYPE "sign_old";
DROP DOMAIN "known_old";
DROP TYPE "mood_old";
ALTER DOMAIN "known" RENAME TO "known_old";
CREATE DOMAIN "known" AS "mood" CONSTRAINT "known_check" CHECK (VALUE <> 'ok'::mood);
ALTER TABLE "diary" ALTER COLUMN "known" TYPE "known" USING "known"::"mood"::"known", ALTER COLUMN "list" TYPE "known"[] USING "list"::"mood"[]::"known"[];
DROP DOMAIN "known_old";
CREATE VIEW "moods" AS
SELECT diary.known,
    diary.sign
   FROM diary;
