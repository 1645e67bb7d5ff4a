-- Split the last partition in two
-- absent: sqlite (has no partitions), postgres (has partitions that are tables)

-- from
CREATE TABLE events (id bigint NOT NULL) PARTITION BY RANGE (id) (
  PARTITION a VALUES LESS THAN (10), PARTITION rest VALUES LESS THAN MAXVALUE);

-- to
CREATE TABLE events (id bigint NOT NULL) PARTITION BY RANGE (id) (
  PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN (20),
  PARTITION rest VALUES LESS THAN MAXVALUE);

-- rows
INSERT INTO events VALUES (1), (11), (21);

-- survives
SELECT * FROM events ORDER BY id;

-- operations
-- partition table "events" by RANGE (`id`)

-- upgrade
ALTER TABLE `events` PARTITION BY RANGE (`id`) (
  PARTITION `a` VALUES LESS THAN (10),
  PARTITION `b` VALUES LESS THAN (20),
  PARTITION `rest` VALUES LESS THAN MAXVALUE
);

-- downgrade
ALTER TABLE `events` PARTITION BY RANGE (`id`) (
  PARTITION `a` VALUES LESS THAN (10),
  PARTITION `rest` VALUES LESS THAN MAXVALUE
);
