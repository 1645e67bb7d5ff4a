-- Keep JSON in its binary form
-- absent: sqlite, mysql (have one type of JSON)

-- from
CREATE TABLE docs (id integer PRIMARY KEY, body json DEFAULT '{}');

-- to
CREATE TABLE docs (id integer PRIMARY KEY, body jsonb DEFAULT '{}');
CREATE INDEX docs_body ON docs USING gin (body);

-- rows
INSERT INTO docs VALUES (1, '{"a":1}');

-- survives
SELECT id, body ->> 'a' AS a FROM docs;

-- operations
-- alter column "body" of "docs": type json to jsonb, default '{}'::jsonb
-- create index "docs_body" on "docs" (body)

-- upgrade
ALTER TABLE "docs" ALTER COLUMN "body" DROP DEFAULT, ALTER COLUMN "body" TYPE jsonb USING "body"::jsonb, ALTER COLUMN "body" SET DEFAULT '{}'::jsonb;
CREATE INDEX "docs_body" ON "docs" USING "gin" ("body");

-- downgrade
DROP INDEX "docs_body";
ALTER TABLE "docs" ALTER COLUMN "body" DROP DEFAULT, ALTER COLUMN "body" TYPE json USING "body"::json, ALTER COLUMN "body" SET DEFAULT '{}'::json;
