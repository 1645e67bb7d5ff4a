-- Keep a check as a mere statement
-- absent: sqlite (enforces every check), mariadb (enforces every check), postgres15 (came with release 18)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT age_ok CHECK (age > 0));

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT age_ok CHECK (age > 0) NOT ENFORCED);

-- rows
INSERT INTO users VALUES (1, 20);

-- survives
SELECT * FROM users;

-- operations
-- alter check "age_ok" of "users"

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "age_ok", ADD CONSTRAINT "age_ok" CHECK (age > 0) NOT ENFORCED;

-- upgrade: mysql
ALTER TABLE `users` ALTER CHECK `age_ok` NOT ENFORCED;

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "age_ok", ADD CONSTRAINT "age_ok" CHECK (age > 0);

-- downgrade: mysql
ALTER TABLE `users` ALTER CHECK `age_ok` ENFORCED;
