-- Compute a column out of another one, which gets another type at once
-- absent: sqlite, mysql, postgres15 (make the column anew)

-- from
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer, sum integer GENERATED ALWAYS AS (a + 1) STORED, CHECK (b > 0), CHECK (sum > 0));

-- to
CREATE TABLE users (id integer PRIMARY KEY, a integer, b bigint, sum integer GENERATED ALWAYS AS (b + 1) STORED, CHECK (b > 0), CHECK (sum > 0));

-- operations
-- alter column "b" of "users": type integer to bigint
-- alter column "sum" of "users": generated b + 1

-- upgrade
ALTER TABLE "users" ALTER COLUMN "b" TYPE bigint;
ALTER TABLE "users" ALTER COLUMN "sum" SET EXPRESSION AS (b + 1);

-- downgrade
ALTER TABLE "users" ALTER COLUMN "sum" SET EXPRESSION AS (a + 1);
ALTER TABLE "users" ALTER COLUMN "b" TYPE integer;
