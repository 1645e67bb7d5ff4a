-- Let a role read a table: rights are not part of a schema, and stay as they are
-- absent: sqlite (has no roles), mysql (has grants that belong to accounts)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
GRANT SELECT, UPDATE (name) ON users TO pg_monitor;

-- operations
-- nothing

-- upgrade

-- downgrade
