-- Give one partition an index
-- absent: sqlite (has no partitions), mysql (has partitions that are no tables)

-- from
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- to
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX only_here ON events_2025 (id);

-- operations
-- create index "only_here" on "events_2025" (id)

-- upgrade
CREATE INDEX "only_here" ON "events_2025" ("id");

-- downgrade
DROP INDEX "only_here";
