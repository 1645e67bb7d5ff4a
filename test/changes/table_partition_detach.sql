-- Let a partition be a table of its own
-- absent: sqlite (has no partitions), mysql (lists partitions in the table)

-- from
CREATE TABLE event (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX event_at ON event (at);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- to
CREATE TABLE event (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX event_at ON event (at);
CREATE TABLE event_2024 (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at));
CREATE INDEX event_2024_at_idx ON event_2024 (at);

-- rows
INSERT INTO event VALUES (1, '2024-05-05');

-- survives
SELECT id, at FROM event_2024;

-- operations
-- create table "event_2024_new"
-- move rows of "event_2024" to "event_2024_new"
-- drop table "event_2024"
-- rename table "event_2024_new" to "event_2024"
-- alter column "id" of "event_2024": set not null
-- alter column "at" of "event_2024": set not null
-- add primary key "event_2024_pkey" to "event_2024"
-- create index "event_2024_at_idx" on "event_2024" (at)

-- upgrade
CREATE TABLE "event_2024_new" (
  "id" bigint,
  "at" date
);
INSERT INTO "event_2024_new" ("id", "at") SELECT "id", "at" FROM ONLY "event_2024";
DROP TABLE "event_2024";
ALTER TABLE "event_2024_new" RENAME TO "event_2024";
ALTER TABLE "event_2024" ALTER COLUMN "id" SET NOT NULL, ALTER COLUMN "at" SET NOT NULL, ADD CONSTRAINT "event_2024_pkey" PRIMARY KEY ("id", "at");
CREATE INDEX "event_2024_at_idx" ON "event_2024" ("at");

-- downgrade
DROP INDEX "event_2024_at_idx";
ALTER TABLE "event_2024" DROP CONSTRAINT "event_2024_pkey", ALTER COLUMN "at" DROP NOT NULL, ALTER COLUMN "id" DROP NOT NULL;
ALTER TABLE "event_2024" RENAME TO "event_2024_new";
CREATE TABLE "event_2024" PARTITION OF "event" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO "event_2024" ("id", "at") SELECT "id", "at" FROM ONLY "event_2024_new";
DROP TABLE "event_2024_new";
