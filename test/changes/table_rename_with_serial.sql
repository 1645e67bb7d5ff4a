-- Rename a table and the column that a sequence numbers: the sequence goes on where it was
-- rename: users:people
-- rename: users.id:people.nr
-- absent: sqlite, mysql (no sequence belongs to a column)

-- from
CREATE TABLE users (id serial PRIMARY KEY, name varchar(50));

-- to
CREATE TABLE people (nr serial PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO users (name) VALUES ('Ann'), ('Bob');

-- survives
SELECT id, name, pg_sequence_last_value(pg_get_serial_sequence('users', 'id')) FROM users ORDER BY 1;

-- survives after
SELECT nr AS id, name, pg_sequence_last_value(pg_get_serial_sequence('people', 'nr')) FROM people ORDER BY 1;

-- operations
-- rename table "users" to "people"
-- rename column "id" of "people" to "nr"
-- rename sequence "users_id_seq" to "people_nr_seq"
-- rename constraint "users_pkey" of "people" to "people_pkey"

-- upgrade
ALTER TABLE "users" RENAME TO "people";
ALTER TABLE "people" RENAME COLUMN "id" TO "nr";
ALTER SEQUENCE "users_id_seq" RENAME TO "people_nr_seq";
ALTER TABLE "people" RENAME CONSTRAINT "users_pkey" TO "people_pkey";

-- downgrade
ALTER TABLE "people" RENAME CONSTRAINT "people_pkey" TO "users_pkey";
ALTER SEQUENCE "people_nr_seq" RENAME TO "users_id_seq";
ALTER TABLE "people" RENAME COLUMN "nr" TO "id";
ALTER TABLE "people" RENAME TO "users";
