-- Tell the planner how many values a column has
-- absent: sqlite, mysql (have no such setting)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text, town text);
ALTER TABLE users ALTER COLUMN name SET (n_distinct = 5);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text, town text);
ALTER TABLE users ALTER COLUMN town SET (n_distinct = -0.5, n_distinct_inherited = 100);

-- operations
-- alter column "name" of "users"
-- alter column "town" of "users"

-- upgrade
ALTER TABLE "users" ALTER COLUMN "name" RESET (n_distinct), ALTER COLUMN "town" SET (n_distinct = '-0.5', n_distinct_inherited = '100');

-- downgrade
ALTER TABLE "users" ALTER COLUMN "town" RESET (n_distinct, n_distinct_inherited), ALTER COLUMN "name" SET (n_distinct = '5');
