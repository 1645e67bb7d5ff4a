-- Create a materialized view with an index
-- absent: sqlite, mysql (have no materialized views)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer);
CREATE MATERIALIZED VIEW ages AS SELECT age, count(*) AS people FROM users GROUP BY age;
CREATE UNIQUE INDEX ages_age ON ages (age);

-- rows
INSERT INTO users VALUES (1, 20);

-- survives
SELECT * FROM users;

-- operations
-- create materialized view "ages"
-- create index "ages_age"

-- upgrade: postgres
CREATE MATERIALIZED VIEW "ages" AS
SELECT age,
    count(*) AS people
   FROM users
  GROUP BY age;
CREATE UNIQUE INDEX ages_age ON ages USING btree (age);

-- upgrade: postgres15
CREATE MATERIALIZED VIEW "ages" AS
SELECT users.age,
    count(*) AS people
   FROM users
  GROUP BY users.age;
CREATE UNIQUE INDEX ages_age ON ages USING btree (age);

-- downgrade
DROP INDEX "ages_age";
DROP MATERIALIZED VIEW "ages";
