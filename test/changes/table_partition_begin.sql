-- Cut a table with rows into partitions
-- absent: sqlite (has no partitions)

-- from
CREATE TABLE events (id bigint NOT NULL, kind integer NOT NULL);

-- to: postgres
CREATE TABLE events (id bigint NOT NULL, kind integer NOT NULL) PARTITION BY LIST (kind);

-- to: mysql
CREATE TABLE events (id bigint NOT NULL, kind integer NOT NULL) PARTITION BY HASH (kind) PARTITIONS 4;

-- rows: mysql
INSERT INTO events VALUES (1, 1), (2, 2);

-- survives: mysql
SELECT * FROM events ORDER BY id;

-- operations: postgres
-- partition table "events" by LIST (kind)

-- operations: mysql
-- partition table "events" by HASH (`kind`)

-- upgrade: postgres
-- refused: PostgreSQL cannot change how "events" is partitioned

-- upgrade: mysql
ALTER TABLE `events` PARTITION BY HASH (`kind`) PARTITIONS 4;

-- downgrade
ALTER TABLE `events` REMOVE PARTITIONING;
