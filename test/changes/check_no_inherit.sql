-- Keep a check from the tables that inherit
-- absent: sqlite, mysql (have no inheritance)

-- from
CREATE TABLE cities (name text, CONSTRAINT named CHECK (name <> ''));

-- to
CREATE TABLE cities (name text, CONSTRAINT named CHECK (name <> '') NO INHERIT);

-- operations
-- alter check "named" of "cities"

-- upgrade
ALTER TABLE "cities" DROP CONSTRAINT "named", ADD CONSTRAINT "named" CHECK (name <> ''::text) NO INHERIT;

-- downgrade
ALTER TABLE "cities" DROP CONSTRAINT "named", ADD CONSTRAINT "named" CHECK (name <> ''::text);
