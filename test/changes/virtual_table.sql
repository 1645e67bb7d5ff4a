-- Create a virtual table
-- absent: postgres, mysql (have none)

-- from
CREATE TABLE docs (id integer PRIMARY KEY, body text);

-- to
CREATE TABLE docs (id integer PRIMARY KEY, body text);
CREATE VIRTUAL TABLE words USING fts5 (body);

-- operations
-- create virtual table "words"

-- upgrade
CREATE VIRTUAL TABLE words USING fts5 (body);

-- downgrade
DROP TABLE "words";
