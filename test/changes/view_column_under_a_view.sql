-- Let a view that another one reads have a column more
-- absent: sqlite, mysql (have views that nothing leans on)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW people AS SELECT id FROM users;
CREATE MATERIALIZED VIEW counted AS SELECT count(id) AS people FROM people;
CREATE UNIQUE INDEX one_count ON counted (people);
CREATE VIEW doubled AS SELECT people * 2 AS twice FROM counted;
COMMENT ON VIEW doubled IS 'Twice';

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW people AS SELECT id, name FROM users;
CREATE MATERIALIZED VIEW counted AS SELECT count(id) AS people FROM people;
CREATE UNIQUE INDEX one_count ON counted (people);
CREATE VIEW doubled AS SELECT people * 2 AS twice FROM counted;
COMMENT ON VIEW doubled IS 'Twice';

-- operations
-- replace view "people"

-- upgrade: postgres
CREATE OR REPLACE VIEW "people" AS
SELECT id,
    name
   FROM users;

-- upgrade: postgres15
CREATE OR REPLACE VIEW "people" AS
SELECT users.id,
    users.name
   FROM users;

-- downgrade: postgres
DROP VIEW "doubled";
DROP INDEX "one_count";
DROP MATERIALIZED VIEW "counted";
DROP VIEW "people";
CREATE VIEW "people" AS
SELECT id
   FROM users;
CREATE MATERIALIZED VIEW "counted" AS
SELECT count(id) AS people
   FROM people;
CREATE UNIQUE INDEX one_count ON counted USING btree (people);
CREATE VIEW "doubled" AS
SELECT (people * 2) AS twice
   FROM counted;
COMMENT ON VIEW "doubled" IS 'Twice';

-- downgrade: postgres15
DROP VIEW "doubled";
DROP INDEX "one_count";
DROP MATERIALIZED VIEW "counted";
DROP VIEW "people";
CREATE VIEW "people" AS
SELECT users.id
   FROM users;
CREATE MATERIALIZED VIEW "counted" AS
SELECT count(people.id) AS people
   FROM people;
CREATE UNIQUE INDEX one_count ON counted USING btree (people);
CREATE VIEW "doubled" AS
SELECT (counted.people * 2) AS twice
   FROM counted;
COMMENT ON VIEW "doubled" IS 'Twice';
