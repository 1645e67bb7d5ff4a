-- Change the type of numbered rows together with the limits of the numbers
-- absent: sqlite, mysql (number rows without limits)

-- from
CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY (START WITH 5 MAXVALUE 50000) PRIMARY KEY);

-- to
CREATE TABLE users (id smallint GENERATED ALWAYS AS IDENTITY (START WITH 5) PRIMARY KEY);

-- rows: postgres
INSERT INTO users DEFAULT VALUES;

-- survives
SELECT id::text FROM users;

-- operations
-- alter column "id" of "users": type integer to smallint

-- upgrade
ALTER TABLE "users" ALTER COLUMN "id" SET NO MAXVALUE;
ALTER TABLE "users" ALTER COLUMN "id" TYPE smallint;

-- downgrade
ALTER TABLE "users" ALTER COLUMN "id" TYPE integer, ALTER COLUMN "id" SET MAXVALUE 50000 RESTART;
SELECT setval(pg_get_serial_sequence('"users"', 'id'), max("id")) FROM "users" HAVING max("id") >= 5;
