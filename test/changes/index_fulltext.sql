-- Search in the words of a text
-- absent: sqlite (has virtual tables for that), postgres (has gin for that)

-- from
CREATE TABLE docs (id integer PRIMARY KEY, title varchar(100), body text);

-- to
CREATE TABLE docs (id integer PRIMARY KEY, title varchar(100), body text, FULLTEXT KEY words (title, body));

-- operations
-- create index "words" on "docs" (title, body)

-- upgrade
ALTER TABLE `docs` ADD FULLTEXT INDEX `words` (`title`, `body`);

-- downgrade
ALTER TABLE `docs` DROP INDEX `words`;
