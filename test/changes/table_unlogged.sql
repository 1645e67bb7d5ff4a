-- Keep a table out of the write-ahead log
-- absent: sqlite, mysql (have no such tables)

-- from
CREATE TABLE cache (id integer PRIMARY KEY);

-- to
CREATE UNLOGGED TABLE cache (id integer PRIMARY KEY);

-- rows
INSERT INTO cache VALUES (1);

-- survives
SELECT * FROM cache;

-- operations
-- alter options of table "cache"

-- upgrade
ALTER TABLE "cache" SET UNLOGGED;

-- downgrade
ALTER TABLE "cache" SET LOGGED;
