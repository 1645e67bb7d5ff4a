-- Change how a column's large values are stored
-- absent: sqlite, mysql (have no such setting)

-- from
CREATE TABLE docs (id integer PRIMARY KEY, body text);

-- to
CREATE TABLE docs (id integer PRIMARY KEY, body text);
ALTER TABLE docs ALTER COLUMN body SET STORAGE external, ALTER COLUMN body SET STATISTICS 500;

-- operations
-- alter column "body" of "docs"

-- upgrade
ALTER TABLE "docs" ALTER COLUMN "body" SET STORAGE EXTERNAL, ALTER COLUMN "body" SET STATISTICS 500;

-- downgrade
ALTER TABLE "docs" ALTER COLUMN "body" SET STORAGE EXTENDED, ALTER COLUMN "body" SET STATISTICS -1;
