-- Keep other columns in the index of a unique constraint
-- absent: sqlite, mysql (have no included columns)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text, name text, CONSTRAINT one UNIQUE (email));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text, name text, CONSTRAINT one UNIQUE (email) INCLUDE (name));

-- operations
-- alter unique "one" of "users"

-- upgrade
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("email") INCLUDE ("name");

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "one", ADD CONSTRAINT "one" UNIQUE ("email");
