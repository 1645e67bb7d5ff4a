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
-- alter column "id" of "events": drop not null
-- alter column "kind" of "events": drop not null
-- rename table "events" to "events_old"
-- create table "events"
-- move rows of "events_old" to "events"
-- drop table "events_old"

-- operations: mysql
-- partition table "events" by HASH (`kind`)

-- upgrade: postgres
ALTER TABLE "events" ALTER COLUMN "id" DROP NOT NULL, ALTER COLUMN "kind" DROP NOT NULL;
ALTER TABLE "events" RENAME TO "events_old";
CREATE TABLE "events" (
  "id" bigint NOT NULL,
  "kind" integer NOT NULL
) PARTITION BY LIST (kind);
INSERT INTO "events" ("id", "kind") SELECT "id", "kind" FROM ONLY "events_old";
DROP TABLE "events_old";

-- upgrade: mysql
ALTER TABLE `events` PARTITION BY HASH (`kind`) PARTITIONS 4;

-- downgrade: postgres
CREATE TABLE "events_old" (
  "id" bigint,
  "kind" integer
);
INSERT INTO "events_old" ("id", "kind") SELECT "id", "kind" FROM "events";
DROP TABLE "events";
ALTER TABLE "events_old" RENAME TO "events";
ALTER TABLE "events" ALTER COLUMN "kind" SET NOT NULL, ALTER COLUMN "id" SET NOT NULL;

-- downgrade: mysql
ALTER TABLE `events` REMOVE PARTITIONING;
