-- Create a partitioned table with its partitions
-- absent: sqlite (has no partitions)

-- from
CREATE TABLE other (id integer PRIMARY KEY);

-- to: postgres
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_at ON events (at);

-- to: mysql
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at), KEY events_at (at))
  PARTITION BY RANGE COLUMNS (at) (
    PARTITION p2025 VALUES LESS THAN ('2026-01-01'),
    PARTITION rest VALUES LESS THAN (MAXVALUE));

-- operations: postgres
-- create table "events"
-- create table "events_2025"
-- create table "events_rest"

-- operations: mysql
-- create table "events"

-- upgrade: postgres
CREATE TABLE "events" (
  "id" bigint NOT NULL,
  "at" date NOT NULL,
  CONSTRAINT "events_pkey" PRIMARY KEY ("id", "at")
) PARTITION BY RANGE (at);
CREATE INDEX "events_at" ON "events" ("at");
CREATE TABLE "events_2025" PARTITION OF "events" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "events_rest" PARTITION OF "events" DEFAULT;

-- upgrade: mysql
CREATE TABLE `events` (
  `id` bigint NOT NULL,
  `at` date NOT NULL,
  PRIMARY KEY (`id`, `at`),
  INDEX `events_at` (`at`)
)
PARTITION BY RANGE COLUMNS (`at`) (
  PARTITION `p2025` VALUES LESS THAN ('2026-01-01'),
  PARTITION `rest` VALUES LESS THAN (MAXVALUE)
);

-- downgrade: postgres
DROP TABLE "events_rest";
DROP TABLE "events_2025";
DROP TABLE "events";

-- downgrade: mysql
DROP TABLE `events`;
