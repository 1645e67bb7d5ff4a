-- Add a partition
-- absent: sqlite (has no partitions)

-- from: postgres
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- from: mysql
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL)
  PARTITION BY RANGE COLUMNS (at) (PARTITION p2025 VALUES LESS THAN ('2026-01-01'));

-- to: postgres
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- to: mysql
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL)
  PARTITION BY RANGE COLUMNS (at) (
    PARTITION p2025 VALUES LESS THAN ('2026-01-01'),
    PARTITION p2026 VALUES LESS THAN ('2027-01-01'));

-- rows
INSERT INTO events VALUES (1, '2025-05-05');

-- survives
SELECT id FROM events;

-- operations: postgres
-- create table "events_2026"

-- operations: mysql
-- partition table "events" by RANGE COLUMNS (`at`)

-- upgrade: postgres
CREATE TABLE "events_2026" PARTITION OF "events" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- upgrade: mysql
ALTER TABLE `events` ADD PARTITION (PARTITION `p2026` VALUES LESS THAN ('2027-01-01'));

-- downgrade: postgres
DROP TABLE "events_2026";

-- downgrade: mysql
ALTER TABLE `events` PARTITION BY RANGE COLUMNS (`at`) (
  PARTITION `p2025` VALUES LESS THAN ('2026-01-01')
);
