-- Drop a domain that a column had
-- absent: sqlite, mysql (have no domains)

-- from
CREATE DOMAIN age AS integer;
CREATE TABLE users (id integer PRIMARY KEY, age age);

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer);

-- rows
INSERT INTO users VALUES (1, 42);

-- survives
SELECT * FROM users;

-- operations
-- alter column "age" of "users": type age to integer
-- drop domain "age"

-- upgrade
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer USING "age"::text::integer;
DROP DOMAIN "age";

-- downgrade
CREATE DOMAIN "age" AS integer;
ALTER TABLE "users" ALTER COLUMN "age" TYPE "age" USING "age"::text::"age";
