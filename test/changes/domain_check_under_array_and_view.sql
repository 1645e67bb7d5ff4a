-- Let a domain go without its check, while a view reads an array of it
-- absent: sqlite, mysql (have no domains)

-- from
CREATE DOMAIN amount AS integer CHECK (VALUE > 0);
CREATE TABLE users (id integer PRIMARY KEY, sums amount[]);
CREATE VIEW seen AS SELECT id, sums FROM users;

-- to
CREATE DOMAIN amount AS integer;
CREATE TABLE users (id integer PRIMARY KEY, sums amount[]);
CREATE VIEW seen AS SELECT id, sums FROM users;

-- operations
-- alter domain "amount"

-- upgrade
ALTER DOMAIN "amount" DROP CONSTRAINT "amount_check";

-- downgrade: postgres
DROP VIEW "seen";
ALTER DOMAIN "amount" RENAME TO "amount_old";
CREATE DOMAIN "amount" AS integer CONSTRAINT "amount_check" CHECK (VALUE > 0);
ALTER TABLE "users" ALTER COLUMN "sums" TYPE "amount"[] USING "sums"::integer[]::"amount"[];
DROP DOMAIN "amount_old";
CREATE VIEW "seen" AS
SELECT id,
    sums
   FROM users;

-- downgrade: postgres15
DROP VIEW "seen";
ALTER DOMAIN "amount" RENAME TO "amount_old";
CREATE DOMAIN "amount" AS integer CONSTRAINT "amount_check" CHECK (VALUE > 0);
ALTER TABLE "users" ALTER COLUMN "sums" TYPE "amount"[] USING "sums"::integer[]::"amount"[];
DROP DOMAIN "amount_old";
CREATE VIEW "seen" AS
SELECT users.id,
    users.sums
   FROM users;
