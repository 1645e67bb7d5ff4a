-- Change the type of a column that a policy reads
-- absent: sqlite, mysql (have no policies)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);
CREATE POLICY own ON users USING (age > 5);

-- to
CREATE TABLE users (id integer PRIMARY KEY, age bigint);
CREATE POLICY own ON users USING (age > 5);

-- rows
INSERT INTO users VALUES (1, 20);

-- survives
SELECT id FROM users;

-- operations
-- drop policy "own"
-- alter column "age" of "users": type integer to bigint
-- create policy "own"

-- upgrade
DROP POLICY "own" ON "users";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE POLICY own ON users FOR ALL TO PUBLIC USING ((age > 5));

-- downgrade
DROP POLICY "own" ON "users";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE POLICY own ON users FOR ALL TO PUBLIC USING ((age > 5));
