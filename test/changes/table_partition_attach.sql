-- Make a table of its own a partition of another: another table, as far as a schema says, whose rows go
-- absent: sqlite (has no partitions), mysql (takes rows over by EXCHANGE PARTITION only)

-- from
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 (id bigint NOT NULL, at date NOT NULL);

-- to
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- operations
-- rename table "events_2025" to "events_2025_old"
-- create table "events_2025"
-- drop table "events_2025_old"

-- upgrade
ALTER TABLE "events_2025" RENAME TO "events_2025_old";
CREATE TABLE "events_2025" PARTITION OF "events" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
DROP TABLE "events_2025_old";

-- downgrade
CREATE TABLE "events_2025_old" (
  "id" bigint NOT NULL,
  "at" date NOT NULL
);
DROP TABLE "events_2025";
ALTER TABLE "events_2025_old" RENAME TO "events_2025";
