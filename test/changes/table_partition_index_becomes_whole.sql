-- Put an index on all partitions in the place of one partition's
-- absent: sqlite (has no partitions), mysql (has partitions that are no tables)

-- from
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX events_2025_id_idx ON events_2025 (id);
ALTER TABLE events_2025 ADD UNIQUE (at, id);

-- to
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX by_id ON events (id);
ALTER TABLE events ADD UNIQUE (at, id);

-- operations
-- drop index "events_2025_id_idx" of "events_2025"
-- drop unique "events_2025_at_id_key" of "events_2025"
-- add unique "events_at_id_key" to "events"
-- create index "by_id" on "events" (id)

-- upgrade
DROP INDEX "events_2025_id_idx";
ALTER TABLE "events_2025" DROP CONSTRAINT "events_2025_at_id_key";
ALTER TABLE "events" ADD CONSTRAINT "events_at_id_key" UNIQUE ("at", "id");
CREATE INDEX "by_id" ON "events" ("id");

-- downgrade
DROP INDEX "by_id";
ALTER TABLE "events" DROP CONSTRAINT "events_at_id_key";
ALTER TABLE "events_2025" ADD CONSTRAINT "events_2025_at_id_key" UNIQUE ("at", "id");
CREATE INDEX "events_2025_id_idx" ON "events_2025" ("id");
