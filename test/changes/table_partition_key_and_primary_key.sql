-- Cut a table by another column, with another primary key
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE t (a integer, b integer NOT NULL, PRIMARY KEY (a)) PARTITION BY HASH (a) PARTITIONS 2;

-- to
CREATE TABLE t (a integer, b integer NOT NULL, PRIMARY KEY (b)) PARTITION BY HASH (b) PARTITIONS 3;

-- rows
INSERT INTO t VALUES (1, 2);

-- survives
SELECT * FROM t;

-- operations
-- remove partitioning of table "t"
-- alter primary key (a) of "t"
-- alter column "a" of "t": drop not null
-- partition table "t" by HASH (`b`)

-- upgrade
ALTER TABLE `t` REMOVE PARTITIONING;
ALTER TABLE `t`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`b`),
  MODIFY COLUMN `a` int;
ALTER TABLE `t` PARTITION BY HASH (`b`) PARTITIONS 3;

-- downgrade
ALTER TABLE `t` REMOVE PARTITIONING;
ALTER TABLE `t`
  MODIFY COLUMN `a` int NOT NULL,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`a`);
ALTER TABLE `t` PARTITION BY HASH (`a`) PARTITIONS 2;
