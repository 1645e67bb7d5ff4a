-- Add indexes of other methods, with operator classes and parameters
-- absent: sqlite, mysql (have no such methods)

-- from
CREATE TABLE docs (id integer PRIMARY KEY, body jsonb, place point, at date, words tsvector, name text);

-- to
CREATE TABLE docs (id integer PRIMARY KEY, body jsonb, place point, at date, words tsvector, name text);
CREATE INDEX docs_body ON docs USING gin (body jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX docs_place ON docs USING gist (place);
CREATE INDEX docs_at ON docs USING brin (at) WITH (pages_per_range = 8);
CREATE INDEX docs_words ON docs USING gin (words);
CREATE INDEX docs_name ON docs (name text_pattern_ops, lower(name) COLLATE "C" varchar_pattern_ops);

-- operations
-- create index "docs_at" on "docs" (at)
-- create index "docs_body" on "docs" (body)
-- create index "docs_name" on "docs" (name, (lower(name)))
-- create index "docs_place" on "docs" (place)
-- create index "docs_words" on "docs" (words)

-- upgrade
CREATE INDEX "docs_at" ON "docs" USING "brin" ("at") WITH (pages_per_range = '8');
CREATE INDEX "docs_body" ON "docs" USING "gin" ("body" jsonb_path_ops) WITH (fastupdate = 'off');
CREATE INDEX "docs_name" ON "docs" ("name" text_pattern_ops, (lower(name)) COLLATE "C" varchar_pattern_ops);
CREATE INDEX "docs_place" ON "docs" USING "gist" ("place");
CREATE INDEX "docs_words" ON "docs" USING "gin" ("words");

-- downgrade
DROP INDEX "docs_words";
DROP INDEX "docs_place";
DROP INDEX "docs_name";
DROP INDEX "docs_body";
DROP INDEX "docs_at";
