-- Change the checks, the default and the nullability of a domain
-- absent: sqlite, mysql (have no domains)

-- from
CREATE DOMAIN age AS integer DEFAULT 18 CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE users (id integer PRIMARY KEY, age age);

-- to
CREATE DOMAIN age AS integer DEFAULT 21 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0) CONSTRAINT human CHECK (VALUE < 200);
CREATE TABLE users (id integer PRIMARY KEY, age age);

-- rows
INSERT INTO users VALUES (1, 42);

-- survives
SELECT * FROM users;

-- operations
-- alter domain "age"

-- upgrade
ALTER DOMAIN "age" DROP CONSTRAINT "positive";
ALTER DOMAIN "age" SET DEFAULT 21;
ALTER DOMAIN "age" SET NOT NULL;
ALTER DOMAIN "age" ADD CONSTRAINT "human" CHECK (VALUE < 200);
ALTER DOMAIN "age" ADD CONSTRAINT "positive" CHECK (VALUE >= 0);

-- downgrade
ALTER DOMAIN "age" DROP CONSTRAINT "human";
ALTER DOMAIN "age" DROP CONSTRAINT "positive";
ALTER DOMAIN "age" SET DEFAULT 18;
ALTER DOMAIN "age" DROP NOT NULL;
ALTER DOMAIN "age" ADD CONSTRAINT "positive" CHECK (VALUE > 0);
