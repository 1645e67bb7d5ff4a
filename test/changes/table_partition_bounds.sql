-- Give partitions other bounds, of which one takes what another gives up, and drop one of them
-- absent: sqlite (has no partitions), mysql (lists partitions in the table)

-- from
CREATE TABLE event (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX event_at ON event (at);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE event_rest PARTITION OF event DEFAULT;

-- to
CREATE TABLE event (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX event_at ON event (at);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-07-01');
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-07-01') TO ('2026-01-01');
CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- rows
INSERT INTO event VALUES (1, '2024-05-05'), (2, '2025-09-09');

-- survives
SELECT id, at, tableoid::regclass FROM event ORDER BY id;

-- operations
-- drop table "event_rest"
-- alter bounds of "event_2024", "event_2025" in "event"
-- create table "event_2026"

-- upgrade
DROP TABLE "event_rest";
ALTER TABLE "event" DETACH PARTITION "event_2024";
ALTER TABLE "event" DETACH PARTITION "event_2025";
ALTER TABLE "event" ATTACH PARTITION "event_2024" FOR VALUES FROM ('2024-01-01') TO ('2025-07-01');
ALTER TABLE "event" ATTACH PARTITION "event_2025" FOR VALUES FROM ('2025-07-01') TO ('2026-01-01');
CREATE TABLE "event_2026" PARTITION OF "event" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- downgrade
DROP TABLE "event_2026";
ALTER TABLE "event" DETACH PARTITION "event_2024";
ALTER TABLE "event" DETACH PARTITION "event_2025";
ALTER TABLE "event" ATTACH PARTITION "event_2024" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE "event" ATTACH PARTITION "event_2025" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "event_rest" PARTITION OF "event" DEFAULT;
