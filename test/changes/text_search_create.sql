-- Search in texts by rules of one's own, in a column and an index
-- absent: sqlite (searches by virtual tables), mysql (searches by an index of its own)

-- from
CREATE TABLE notes (id integer PRIMARY KEY, body text);

-- to
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION searched (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION searched ALTER MAPPING FOR asciiword, word WITH plain, english_stem;
COMMENT ON TEXT SEARCH DICTIONARY plain IS 'no stems';
COMMENT ON TEXT SEARCH CONFIGURATION searched IS 'for notes';
CREATE TABLE notes (id integer PRIMARY KEY, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('searched'::regconfig, body)) STORED);
CREATE INDEX found ON notes USING gin (to_tsvector('searched'::regconfig, body));

-- rows
INSERT INTO notes (id, body) VALUES (1, 'the word');

-- survives
SELECT id, body FROM notes;

-- operations
-- create text search dictionary "plain"
-- create text search configuration "searched"
-- add column "words" tsvector to "notes"
-- create index "found" on "notes" ((to_tsvector('searched'::regconfig, body)))
-- create comment "TEXT SEARCH DICTIONARY "plain""
-- create comment "TEXT SEARCH CONFIGURATION "searched""

-- upgrade
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, stopwords = 'english');
CREATE TEXT SEARCH CONFIGURATION searched (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION searched ADD MAPPING FOR asciihword, email, file, "float", host, hword, hword_asciipart, hword_numpart, hword_part, "int", numhword, numword, sfloat, uint, url, url_path, version WITH simple;
ALTER TEXT SEARCH CONFIGURATION searched ADD MAPPING FOR asciiword, word WITH plain, english_stem;
ALTER TABLE "notes" ADD COLUMN "words" tsvector GENERATED ALWAYS AS (to_tsvector('searched'::regconfig, body)) STORED;
CREATE INDEX "found" ON "notes" USING "gin" ((to_tsvector('searched'::regconfig, body)));
COMMENT ON TEXT SEARCH DICTIONARY "plain" IS 'no stems';
COMMENT ON TEXT SEARCH CONFIGURATION "searched" IS 'for notes';

-- downgrade
DROP INDEX "found";
ALTER TABLE "notes" DROP COLUMN "words";
DROP TEXT SEARCH CONFIGURATION "searched";
DROP TEXT SEARCH DICTIONARY "plain";
