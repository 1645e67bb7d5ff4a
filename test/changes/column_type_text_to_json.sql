-- Read JSON out of a text
-- absent: sqlite (keeps JSON as text)

-- from
CREATE TABLE docs (id integer PRIMARY KEY, body text);

-- to
CREATE TABLE docs (id integer PRIMARY KEY, body json);

-- rows
INSERT INTO docs VALUES (1, '{"a": 1}');

-- survives
SELECT id FROM docs WHERE body IS NOT NULL;

-- operations
-- alter column "body" of "docs": type text to json

-- upgrade: postgres
ALTER TABLE "docs" ALTER COLUMN "body" TYPE json USING "body"::json;

-- upgrade: mysql
ALTER TABLE `docs` MODIFY COLUMN `body` json;

-- downgrade: postgres
ALTER TABLE "docs" ALTER COLUMN "body" TYPE text;

-- downgrade: mysql
ALTER TABLE `docs` MODIFY COLUMN `body` text;
