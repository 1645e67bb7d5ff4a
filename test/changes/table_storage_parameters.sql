-- Set, change and reset storage parameters
-- absent: sqlite, mysql (have no storage parameters)

-- from
CREATE TABLE users (id integer PRIMARY KEY) WITH (fillfactor = 70, autovacuum_enabled = false);

-- to
CREATE TABLE users (id integer PRIMARY KEY) WITH (fillfactor = 90, parallel_workers = 2);

-- operations
-- alter options of table "users"

-- upgrade
ALTER TABLE "users" RESET (autovacuum_enabled), SET (fillfactor = '90', parallel_workers = '2');

-- downgrade
ALTER TABLE "users" RESET (parallel_workers), SET (fillfactor = '70', autovacuum_enabled = 'false');
