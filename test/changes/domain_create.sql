-- Create a domain and use it
-- absent: sqlite, mysql (have no domains)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE DOMAIN age AS integer DEFAULT 18 NOT NULL CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE users (id integer PRIMARY KEY, age age);

-- operations
-- create domain "age"
-- add column "age" age to "users"

-- upgrade
CREATE DOMAIN "age" AS integer DEFAULT 18 NOT NULL CONSTRAINT "positive" CHECK (VALUE > 0);
ALTER TABLE "users" ADD COLUMN "age" "age";

-- downgrade
ALTER TABLE "users" DROP COLUMN "age";
DROP DOMAIN "age";
