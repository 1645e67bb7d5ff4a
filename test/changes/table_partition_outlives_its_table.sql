-- Drop a partitioned table but for one partition, and make a table the partition of a new one
-- absent: sqlite (has no partitions), mysql (lists partitions in the table)

-- from
CREATE TABLE reading (kind text, n integer) PARTITION BY LIST (kind);
CREATE TABLE reading_a PARTITION OF reading FOR VALUES IN ('a');
CREATE TABLE sample_b (kind text, n integer);

-- to
CREATE TABLE reading_a (kind text, n integer);
CREATE TABLE sample (kind text, n integer) PARTITION BY LIST (kind);
CREATE TABLE sample_b PARTITION OF sample FOR VALUES IN ('b');

-- rows
INSERT INTO reading_a VALUES ('a', 1);
INSERT INTO sample_b VALUES ('b', 2);

-- survives
SELECT * FROM reading_a UNION ALL SELECT * FROM sample_b ORDER BY n;

-- operations
-- rename table "sample_b" to "sample_b_old"
-- create table "reading_a_new"
-- create table "sample"
-- create table "sample_b"
-- move rows of "reading_a" to "reading_a_new"
-- move rows of "sample_b_old" to "sample_b"
-- drop table "sample_b_old"
-- drop table "reading_a"
-- rename table "reading_a_new" to "reading_a"
-- drop table "reading"

-- upgrade
ALTER TABLE "sample_b" RENAME TO "sample_b_old";
CREATE TABLE "reading_a_new" (
  "kind" text,
  "n" integer
);
CREATE TABLE "sample" (
  "kind" text,
  "n" integer
) PARTITION BY LIST (kind);
CREATE TABLE "sample_b" PARTITION OF "sample" FOR VALUES IN ('b');
INSERT INTO "reading_a_new" ("kind", "n") SELECT "kind", "n" FROM ONLY "reading_a";
INSERT INTO "sample_b" ("kind", "n") SELECT "kind", "n" FROM ONLY "sample_b_old";
DROP TABLE "sample_b_old";
DROP TABLE "reading_a";
ALTER TABLE "reading_a_new" RENAME TO "reading_a";
DROP TABLE "reading";

-- downgrade
CREATE TABLE "reading" (
  "kind" text,
  "n" integer
) PARTITION BY LIST (kind);
ALTER TABLE "reading_a" RENAME TO "reading_a_new";
CREATE TABLE "reading_a" PARTITION OF "reading" FOR VALUES IN ('a');
CREATE TABLE "sample_b_old" (
  "kind" text,
  "n" integer
);
INSERT INTO "sample_b_old" ("kind", "n") SELECT "kind", "n" FROM ONLY "sample_b";
INSERT INTO "reading_a" ("kind", "n") SELECT "kind", "n" FROM ONLY "reading_a_new";
DROP TABLE "sample_b";
DROP TABLE "sample";
DROP TABLE "reading_a_new";
ALTER TABLE "sample_b_old" RENAME TO "sample_b";
