-- Create a rule
-- absent: sqlite, mysql (have no rules)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY);
CREATE RULE no_delete AS ON DELETE TO users DO INSTEAD NOTHING;

-- operations
-- create rule "no_delete"

-- upgrade
CREATE RULE no_delete AS
    ON DELETE TO users DO INSTEAD NOTHING;

-- downgrade
DROP RULE "no_delete" ON "users";
