-- Look for equal values at the end of a transaction
-- absent: sqlite, mysql (look at once)

-- from
CREATE TABLE users (id integer PRIMARY KEY, place integer, CONSTRAINT one UNIQUE (place));

-- to
CREATE TABLE users (id integer PRIMARY KEY, place integer, CONSTRAINT one UNIQUE (place) DEFERRABLE INITIALLY DEFERRED);

-- rows
INSERT INTO users VALUES (1, 7);

-- survives
SELECT * FROM users;

-- operations
-- alter unique "one" of "users"

-- upgrade
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("place") DEFERRABLE INITIALLY DEFERRED;

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("place");
