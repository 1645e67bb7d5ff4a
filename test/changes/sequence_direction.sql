-- Number downwards what was numbered upwards
-- absent: sqlite, mysql (number upwards only)

-- from
CREATE SEQUENCE calls START WITH 5;
CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY);

-- to
CREATE SEQUENCE calls INCREMENT BY -2;
CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY (INCREMENT BY -1 MINVALUE -50 START WITH -3) PRIMARY KEY);

-- rows
INSERT INTO users DEFAULT VALUES;

-- survives
SELECT * FROM users;

-- operations
-- alter sequence "calls"
-- alter column "id" of "users"

-- upgrade
ALTER SEQUENCE "calls" INCREMENT BY -2 NO MINVALUE NO MAXVALUE START WITH -1 RESTART;
ALTER TABLE "users" ALTER COLUMN "id" SET INCREMENT BY -1 SET MINVALUE -50 SET NO MAXVALUE SET START WITH -3 RESTART;
SELECT setval(pg_get_serial_sequence('"users"', 'id'), min("id")) FROM "users" HAVING min("id") <= -3;

-- downgrade
ALTER TABLE "users" ALTER COLUMN "id" SET INCREMENT BY 1 SET NO MINVALUE SET NO MAXVALUE SET START WITH 1 RESTART;
SELECT setval(pg_get_serial_sequence('"users"', 'id'), max("id")) FROM "users" HAVING max("id") >= 1;
ALTER SEQUENCE "calls" INCREMENT BY 1 NO MINVALUE NO MAXVALUE START WITH 5 RESTART;
