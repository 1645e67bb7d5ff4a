-- Change the collation of a table that loses a column with an index
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9), b varchar(9), KEY i (b)) COLLATE = utf8mb4_bin;

-- to
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9)) COLLATE = utf8mb4_unicode_ci;

-- rows
INSERT INTO t VALUES (1, 'a', 'b');

-- survives
SELECT id, a FROM t;

-- operations
-- drop index "i" of "t"
-- alter options of table "t"
-- drop column "b" of "t"

-- upgrade
ALTER TABLE `t`
  DROP INDEX `i`,
  COLLATE = utf8mb4_unicode_ci,
  MODIFY COLUMN `a` varchar(9),
  MODIFY COLUMN `b` varchar(9);
ALTER TABLE `t` DROP COLUMN `b`;

-- downgrade
ALTER TABLE `t` ADD COLUMN `b` varchar(9);
ALTER TABLE `t`
  COLLATE = utf8mb4_bin,
  MODIFY COLUMN `a` varchar(9),
  MODIFY COLUMN `b` varchar(9),
  ADD INDEX `i` (`b`);
