-- Create a collation and sort a column by it
-- absent: sqlite, mysql (have built-in collations only)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE COLLATION mine (LOCALE = 'C');
CREATE TABLE users (id integer PRIMARY KEY, name text COLLATE mine);

-- operations
-- create collation "mine"
-- alter column "name" of "users": collation mine

-- upgrade
CREATE COLLATION "mine" (PROVIDER = libc, LOCALE = 'C');
ALTER TABLE "users" ALTER COLUMN "name" TYPE text COLLATE "mine";

-- downgrade
ALTER TABLE "users" ALTER COLUMN "name" TYPE text;
DROP COLLATION "mine";
