-- Let NULL be equal to NULL
-- absent: sqlite, mysql (have no such choice)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text, CONSTRAINT one UNIQUE (email));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text, CONSTRAINT one UNIQUE NULLS NOT DISTINCT (email));

-- rows
INSERT INTO users VALUES (1, NULL);

-- survives
SELECT * FROM users;

-- operations
-- alter unique "one" of "users"

-- upgrade
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE NULLS NOT DISTINCT ("email");

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("email");
