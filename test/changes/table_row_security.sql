-- Turn row level security on
-- absent: sqlite, mysql (have no row level security)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;

-- operations
-- alter options of table "users"

-- upgrade
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- downgrade
ALTER TABLE "users" DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
