-- Give the column that tells partitions apart another type
-- absent: sqlite (has no partitions), mysql (lists partitions in the table)

-- from
CREATE TABLE tick (id integer NOT NULL PRIMARY KEY, n integer) PARTITION BY RANGE (id);
CREATE TABLE tick_1 PARTITION OF tick FOR VALUES FROM (0) TO (100);
CREATE TABLE tick_2 PARTITION OF tick FOR VALUES FROM (100) TO (200);

-- to
CREATE TABLE tick (id bigint NOT NULL PRIMARY KEY, n integer) PARTITION BY RANGE (id);
CREATE TABLE tick_1 PARTITION OF tick FOR VALUES FROM (0) TO (100);
CREATE TABLE tick_2 PARTITION OF tick FOR VALUES FROM (100) TO (200);

-- rows
INSERT INTO tick VALUES (1, 1), (150, 2);

-- survives
SELECT id, n, tableoid::regclass FROM tick ORDER BY id;

-- operations
-- drop primary key "tick_pkey" of "tick"
-- alter column "id" of "tick": drop not null
-- rename table "tick" to "tick_old"
-- rename table "tick_1" to "tick_1_old"
-- rename table "tick_2" to "tick_2_old"
-- create table "tick"
-- create table "tick_1"
-- create table "tick_2"
-- move rows of "tick_old" to "tick"
-- drop table "tick_2_old"
-- drop table "tick_1_old"
-- drop table "tick_old"
-- add primary key "tick_pkey" to "tick"

-- upgrade
ALTER TABLE "tick" DROP CONSTRAINT "tick_pkey", ALTER COLUMN "id" DROP NOT NULL;
ALTER TABLE "tick" RENAME TO "tick_old";
ALTER TABLE "tick_1" RENAME TO "tick_1_old";
ALTER TABLE "tick_2" RENAME TO "tick_2_old";
CREATE TABLE "tick" (
  "id" bigint NOT NULL,
  "n" integer
) PARTITION BY RANGE (id);
CREATE TABLE "tick_1" PARTITION OF "tick" FOR VALUES FROM ('0') TO ('100');
CREATE TABLE "tick_2" PARTITION OF "tick" FOR VALUES FROM ('100') TO ('200');
INSERT INTO "tick" ("id", "n") SELECT "id", "n" FROM "tick_old";
DROP TABLE "tick_2_old";
DROP TABLE "tick_1_old";
DROP TABLE "tick_old";
ALTER TABLE "tick" ADD CONSTRAINT "tick_pkey" PRIMARY KEY ("id");

-- downgrade
ALTER TABLE "tick" DROP CONSTRAINT "tick_pkey";
CREATE TABLE "tick_old" (
  "id" integer,
  "n" integer
) PARTITION BY RANGE (id);
CREATE TABLE "tick_1_old" PARTITION OF "tick_old" FOR VALUES FROM (0) TO (100);
CREATE TABLE "tick_2_old" PARTITION OF "tick_old" FOR VALUES FROM (100) TO (200);
INSERT INTO "tick_old" ("id", "n") SELECT "id", "n" FROM "tick";
DROP TABLE "tick_2";
DROP TABLE "tick_1";
DROP TABLE "tick";
ALTER TABLE "tick_2_old" RENAME TO "tick_2";
ALTER TABLE "tick_1_old" RENAME TO "tick_1";
ALTER TABLE "tick_old" RENAME TO "tick";
ALTER TABLE "tick" ALTER COLUMN "id" SET NOT NULL, ADD CONSTRAINT "tick_pkey" PRIMARY KEY ("id");
