-- Give a column a domain for its type
-- absent: sqlite, mysql (have no domains)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text);

-- to
CREATE DOMAIN address AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE users (id integer PRIMARY KEY, email address);

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT id, email::text FROM users;

-- operations
-- create domain "address"
-- alter column "email" of "users": type text to address

-- upgrade
CREATE DOMAIN "address" AS text CONSTRAINT "address_check" CHECK (VALUE ~~ '%@%'::text);
ALTER TABLE "users" ALTER COLUMN "email" TYPE "address" USING "email"::"address";

-- downgrade
ALTER TABLE "users" ALTER COLUMN "email" TYPE text;
DROP DOMAIN "address";
