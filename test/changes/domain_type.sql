-- Change the type that a domain is of
-- absent: sqlite, mysql (have no domains)

-- from
CREATE DOMAIN age AS integer CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE users (id integer PRIMARY KEY, age age DEFAULT 1);
CREATE VIEW ages AS SELECT age FROM users;

-- to
CREATE DOMAIN age AS bigint CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE users (id integer PRIMARY KEY, age age DEFAULT 1);
CREATE VIEW ages AS SELECT age FROM users;

-- rows
INSERT INTO users VALUES (1, 42);

-- survives
SELECT id, age::text FROM users;

-- operations
-- drop view "ages"
-- alter domain "age"
-- create view "ages"

-- upgrade: postgres
DROP VIEW "ages";
ALTER DOMAIN "age" RENAME TO "age_old";
CREATE DOMAIN "age" AS bigint CONSTRAINT "positive" CHECK (VALUE > 0);
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" TYPE "age" USING "age"::integer::"age", ALTER COLUMN "age" SET DEFAULT 1;
DROP DOMAIN "age_old";
CREATE VIEW "ages" AS
SELECT age
   FROM users;

-- upgrade: postgres15
DROP VIEW "ages";
ALTER DOMAIN "age" RENAME TO "age_old";
CREATE DOMAIN "age" AS bigint CONSTRAINT "positive" CHECK (VALUE > 0);
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" TYPE "age" USING "age"::integer::"age", ALTER COLUMN "age" SET DEFAULT 1;
DROP DOMAIN "age_old";
CREATE VIEW "ages" AS
SELECT users.age
   FROM users;

-- downgrade: postgres
DROP VIEW "ages";
ALTER DOMAIN "age" RENAME TO "age_old";
CREATE DOMAIN "age" AS integer CONSTRAINT "positive" CHECK (VALUE > 0);
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" TYPE "age" USING "age"::bigint::"age", ALTER COLUMN "age" SET DEFAULT 1;
DROP DOMAIN "age_old";
CREATE VIEW "ages" AS
SELECT age
   FROM users;

-- downgrade: postgres15
DROP VIEW "ages";
ALTER DOMAIN "age" RENAME TO "age_old";
CREATE DOMAIN "age" AS integer CONSTRAINT "positive" CHECK (VALUE > 0);
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" TYPE "age" USING "age"::bigint::"age", ALTER COLUMN "age" SET DEFAULT 1;
DROP DOMAIN "age_old";
CREATE VIEW "ages" AS
SELECT users.age
   FROM users;
