-- Set and reset storage parameters of an index
-- absent: sqlite, mysql (have no storage parameters)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE INDEX by_name ON users (name) WITH (fillfactor = 70);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE INDEX by_name ON users (name) WITH (deduplicate_items = off);

-- operations
-- alter index "by_name" of "users"

-- upgrade
ALTER INDEX "by_name" RESET (fillfactor);
ALTER INDEX "by_name" SET (deduplicate_items = 'off');

-- downgrade
ALTER INDEX "by_name" RESET (deduplicate_items);
ALTER INDEX "by_name" SET (fillfactor = '70');
