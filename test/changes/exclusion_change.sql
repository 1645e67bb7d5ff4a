-- Change an exclusion constraint
-- absent: sqlite, mysql (have no exclusion constraints)

-- from
CREATE TABLE stays (id integer PRIMARY KEY, during daterange, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));

-- to
CREATE TABLE stays (id integer PRIMARY KEY, during daterange,
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH -|-) DEFERRABLE);

-- operations
-- alter exclusion "no_overlap" of "stays"

-- upgrade
ALTER TABLE "stays" DROP CONSTRAINT "no_overlap", ADD CONSTRAINT "no_overlap" EXCLUDE USING "gist" ("during" WITH -|-) DEFERRABLE INITIALLY IMMEDIATE;

-- downgrade
ALTER TABLE "stays" DROP CONSTRAINT "no_overlap", ADD CONSTRAINT "no_overlap" EXCLUDE USING "gist" ("during" WITH &&);
