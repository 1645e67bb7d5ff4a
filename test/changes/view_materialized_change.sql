-- Change the column under a materialized view, which keeps its index
-- absent: sqlite, mysql (have no materialized views)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);
CREATE MATERIALIZED VIEW ages AS SELECT age, count(*) AS people FROM users GROUP BY age;
CREATE UNIQUE INDEX ages_age ON ages (age);

-- to
CREATE TABLE users (id integer PRIMARY KEY, age bigint);
CREATE MATERIALIZED VIEW ages AS SELECT age, count(*) AS people FROM users GROUP BY age;
CREATE UNIQUE INDEX ages_age ON ages (age);

-- rows
INSERT INTO users VALUES (1, 20);

-- survives
SELECT id FROM users;

-- operations
-- drop index "ages_age"
-- drop materialized view "ages"
-- alter column "age" of "users": type integer to bigint
-- create materialized view "ages"
-- create index "ages_age"

-- upgrade: postgres
DROP INDEX "ages_age";
DROP MATERIALIZED VIEW "ages";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE MATERIALIZED VIEW "ages" AS
SELECT age,
    count(*) AS people
   FROM users
  GROUP BY age;
CREATE UNIQUE INDEX ages_age ON ages USING btree (age);

-- upgrade: postgres15
DROP INDEX "ages_age";
DROP MATERIALIZED VIEW "ages";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE MATERIALIZED VIEW "ages" AS
SELECT users.age,
    count(*) AS people
   FROM users
  GROUP BY users.age;
CREATE UNIQUE INDEX ages_age ON ages USING btree (age);

-- downgrade: postgres
DROP INDEX "ages_age";
DROP MATERIALIZED VIEW "ages";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE MATERIALIZED VIEW "ages" AS
SELECT age,
    count(*) AS people
   FROM users
  GROUP BY age;
CREATE UNIQUE INDEX ages_age ON ages USING btree (age);

-- downgrade: postgres15
DROP INDEX "ages_age";
DROP MATERIALIZED VIEW "ages";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE MATERIALIZED VIEW "ages" AS
SELECT users.age,
    count(*) AS people
   FROM users
  GROUP BY users.age;
CREATE UNIQUE INDEX ages_age ON ages USING btree (age);
