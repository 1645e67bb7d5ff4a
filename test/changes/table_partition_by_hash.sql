-- Cut a table into more partitions by hash, below a partition by list
-- absent: sqlite (has no partitions), mysql (lists partitions in the table)

-- from
CREATE TABLE reading (kind text NOT NULL, id integer NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE reading_a PARTITION OF reading FOR VALUES IN ('a') PARTITION BY HASH (id);
CREATE TABLE reading_a0 PARTITION OF reading_a FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE reading_a1 PARTITION OF reading_a FOR VALUES WITH (MODULUS 2, REMAINDER 1);

-- to
CREATE TABLE reading (kind text NOT NULL, id integer NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE reading_a PARTITION OF reading FOR VALUES IN ('a') PARTITION BY HASH (id);
CREATE TABLE reading_a0 PARTITION OF reading_a FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE reading_a1 PARTITION OF reading_a FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE reading_a2 PARTITION OF reading_a FOR VALUES WITH (MODULUS 3, REMAINDER 2);

-- rows
INSERT INTO reading SELECT 'a', n FROM generate_series(1, 20) AS n;

-- survives
SELECT kind, count(*), sum(id) FROM reading GROUP BY kind;

-- operations
-- alter column "kind" of "reading": drop not null
-- alter column "id" of "reading": drop not null
-- rename table "reading_a" to "reading_a_old"
-- rename table "reading" to "reading_old"
-- rename table "reading_a0" to "reading_a0_old"
-- rename table "reading_a1" to "reading_a1_old"
-- create table "reading"
-- create table "reading_a"
-- create table "reading_a0"
-- create table "reading_a1"
-- create table "reading_a2"
-- move rows of "reading_old" to "reading"
-- drop table "reading_a1_old"
-- drop table "reading_a0_old"
-- drop table "reading_a_old"
-- drop table "reading_old"

-- upgrade
ALTER TABLE "reading" ALTER COLUMN "kind" DROP NOT NULL, ALTER COLUMN "id" DROP NOT NULL;
ALTER TABLE "reading_a" RENAME TO "reading_a_old";
ALTER TABLE "reading" RENAME TO "reading_old";
ALTER TABLE "reading_a0" RENAME TO "reading_a0_old";
ALTER TABLE "reading_a1" RENAME TO "reading_a1_old";
CREATE TABLE "reading" (
  "kind" text NOT NULL,
  "id" integer NOT NULL
) PARTITION BY LIST (kind);
CREATE TABLE "reading_a" PARTITION OF "reading" FOR VALUES IN ('a') PARTITION BY HASH (id);
CREATE TABLE "reading_a0" PARTITION OF "reading_a" FOR VALUES WITH (modulus 3, remainder 0);
CREATE TABLE "reading_a1" PARTITION OF "reading_a" FOR VALUES WITH (modulus 3, remainder 1);
CREATE TABLE "reading_a2" PARTITION OF "reading_a" FOR VALUES WITH (modulus 3, remainder 2);
INSERT INTO "reading" ("kind", "id") SELECT "kind", "id" FROM "reading_old";
DROP TABLE "reading_a1_old";
DROP TABLE "reading_a0_old";
DROP TABLE "reading_a_old";
DROP TABLE "reading_old";

-- downgrade
CREATE TABLE "reading_old" (
  "kind" text,
  "id" integer
) PARTITION BY LIST (kind);
CREATE TABLE "reading_a_old" PARTITION OF "reading_old" FOR VALUES IN ('a') PARTITION BY HASH (id);
CREATE TABLE "reading_a0_old" PARTITION OF "reading_a_old" FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE "reading_a1_old" PARTITION OF "reading_a_old" FOR VALUES WITH (modulus 2, remainder 1);
INSERT INTO "reading_old" ("kind", "id") SELECT "kind", "id" FROM "reading";
DROP TABLE "reading_a2";
DROP TABLE "reading_a1";
DROP TABLE "reading_a0";
DROP TABLE "reading_a";
DROP TABLE "reading";
ALTER TABLE "reading_a1_old" RENAME TO "reading_a1";
ALTER TABLE "reading_a0_old" RENAME TO "reading_a0";
ALTER TABLE "reading_old" RENAME TO "reading";
ALTER TABLE "reading_a_old" RENAME TO "reading_a";
ALTER TABLE "reading" ALTER COLUMN "id" SET NOT NULL, ALTER COLUMN "kind" SET NOT NULL;
