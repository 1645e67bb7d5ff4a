-- Add a column to a partitioned table, which its partitions follow
-- absent: sqlite (has no partitions), mysql (has partitions that are no tables)

-- from
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- to
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, note text, CONSTRAINT positive CHECK (id > 0))
  PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX events_note ON events (note);

-- rows
INSERT INTO events VALUES (1, '2025-05-05');

-- survives
SELECT id FROM events;

-- operations
-- add column "note" text to "events"
-- add check "positive" to "events"
-- create index "events_note" on "events" (note)

-- upgrade
ALTER TABLE "events" ADD COLUMN "note" text, ADD CONSTRAINT "positive" CHECK (id > 0);
CREATE INDEX "events_note" ON "events" ("note");

-- downgrade
DROP INDEX "events_note";
ALTER TABLE "events" DROP CONSTRAINT "positive", DROP COLUMN "note";
