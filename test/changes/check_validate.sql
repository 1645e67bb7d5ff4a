-- Check the rows that were there before a check was made
-- absent: sqlite, mysql (check them at once)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);
ALTER TABLE users ADD CONSTRAINT age_ok CHECK (age > 0) NOT VALID;

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer);
ALTER TABLE users ADD CONSTRAINT age_ok CHECK (age > 0);

-- rows
INSERT INTO users VALUES (1, 20);

-- survives
SELECT * FROM users;

-- operations
-- alter check "age_ok" of "users"

-- upgrade
ALTER TABLE "users" VALIDATE CONSTRAINT "age_ok";

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "age_ok", ADD CONSTRAINT "age_ok" CHECK (age > 0) NOT VALID;
