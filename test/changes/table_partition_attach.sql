-- Make a table a partition of another
-- absent: sqlite (has no partitions), mysql (takes rows over by EXCHANGE PARTITION only)

-- from
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 (id bigint NOT NULL, at date NOT NULL);

-- to
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- rows
INSERT INTO events_2025 VALUES (1, '2025-05-05');

-- survives
SELECT id, at FROM events_2025;

-- operations
-- alter column "id" of "events_2025": drop not null
-- alter column "at" of "events_2025": drop not null
-- rename table "events_2025" to "events_2025_old"
-- create table "events_2025"
-- move rows of "events_2025_old" to "events_2025"
-- drop table "events_2025_old"

-- upgrade
ALTER TABLE "events_2025" ALTER COLUMN "id" DROP NOT NULL, ALTER COLUMN "at" DROP NOT NULL;
ALTER TABLE "events_2025" RENAME TO "events_2025_old";
CREATE TABLE "events_2025" PARTITION OF "events" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO "events_2025" ("id", "at") SELECT "id", "at" FROM ONLY "events_2025_old";
DROP TABLE "events_2025_old";

-- downgrade
CREATE TABLE "events_2025_old" (
  "id" bigint,
  "at" date
);
INSERT INTO "events_2025_old" ("id", "at") SELECT "id", "at" FROM ONLY "events_2025";
DROP TABLE "events_2025";
ALTER TABLE "events_2025_old" RENAME TO "events_2025";
ALTER TABLE "events_2025" ALTER COLUMN "at" SET NOT NULL, ALTER COLUMN "id" SET NOT NULL;
