-- Drop a partition and its rows
-- absent: sqlite (has no partitions)

-- from: postgres
CREATE TABLE events (id bigint NOT NULL, kind text NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE events_a PARTITION OF events FOR VALUES IN ('a');
CREATE TABLE events_b PARTITION OF events FOR VALUES IN ('b', 'c');

-- from: mysql
CREATE TABLE events (id bigint NOT NULL, kind integer NOT NULL)
  PARTITION BY LIST (kind) (PARTITION a VALUES IN (1), PARTITION b VALUES IN (2, 3));

-- to: postgres
CREATE TABLE events (id bigint NOT NULL, kind text NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE events_a PARTITION OF events FOR VALUES IN ('a');

-- to: mysql
CREATE TABLE events (id bigint NOT NULL, kind integer NOT NULL)
  PARTITION BY LIST (kind) (PARTITION a VALUES IN (1));

-- operations: postgres
-- drop table "events_b"

-- operations: mysql
-- partition table "events" by LIST (`kind`)

-- upgrade: postgres
DROP TABLE "events_b";

-- upgrade: mysql
ALTER TABLE `events` PARTITION BY LIST (`kind`) (
  PARTITION `a` VALUES IN (1)
);

-- downgrade: postgres
CREATE TABLE "events_b" PARTITION OF "events" FOR VALUES IN ('b', 'c');

-- downgrade: mysql
ALTER TABLE `events` ADD PARTITION (PARTITION `b` VALUES IN (2,3));
