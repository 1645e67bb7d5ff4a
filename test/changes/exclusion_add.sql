-- Forbid rows that overlap
-- absent: sqlite, mysql (have no exclusion constraints)

-- from
CREATE TABLE stays (id integer PRIMARY KEY, during daterange);

-- to
CREATE TABLE stays (id integer PRIMARY KEY, during daterange,
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (id > 0));

-- rows
INSERT INTO stays VALUES (1, '[2026-01-01,2026-01-05)');

-- survives
SELECT id, during::text FROM stays;

-- operations
-- add exclusion "no_overlap" to "stays"

-- upgrade
ALTER TABLE "stays" ADD CONSTRAINT "no_overlap" EXCLUDE USING "gist" ("during" WITH &&) WHERE (id > 0);

-- downgrade
ALTER TABLE "stays" DROP CONSTRAINT "no_overlap";
