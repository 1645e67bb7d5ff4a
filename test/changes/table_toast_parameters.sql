-- Add a column of large values, and say how those are kept
-- absent: sqlite, mysql (have no such setting)

-- from
CREATE TABLE docs (id integer);

-- to
CREATE TABLE docs (id integer, body text) WITH (fillfactor = 80, toast.autovacuum_enabled = off);

-- operations
-- add column "body" text to "docs"
-- alter options of table "docs"

-- upgrade
ALTER TABLE "docs" ADD COLUMN "body" text, SET (fillfactor = '80');
ALTER TABLE "docs" SET (toast.autovacuum_enabled = 'off');

-- downgrade
ALTER TABLE "docs" RESET (fillfactor);
ALTER TABLE "docs" RESET (toast.autovacuum_enabled);
ALTER TABLE "docs" DROP COLUMN "body";
