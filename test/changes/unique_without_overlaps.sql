-- Forbid ranges that overlap
-- absent: sqlite, mysql (have no ranges), postgres15 (came with release 18)

-- from
CREATE TABLE stays (room int4range NOT NULL, during daterange NOT NULL);

-- to
CREATE TABLE stays (room int4range NOT NULL, during daterange NOT NULL, CONSTRAINT one PRIMARY KEY (room, during WITHOUT OVERLAPS));

-- operations
-- add primary key "one" to "stays"

-- upgrade
ALTER TABLE "stays" ADD CONSTRAINT "one" PRIMARY KEY ("room", "during" WITHOUT OVERLAPS);

-- downgrade
ALTER TABLE "stays" DROP CONSTRAINT "one";
