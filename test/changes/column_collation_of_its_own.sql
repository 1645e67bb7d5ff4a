-- Say of a column what its table says anyway
-- absent: sqlite, postgres, mariadb (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9), b varchar(9) COLLATE utf8mb4_bin) COLLATE = utf8mb4_bin;

-- to
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9) COLLATE utf8mb4_bin, b varchar(9)) COLLATE = utf8mb4_bin;

-- rows
INSERT INTO t VALUES (1, 'a', 'b');

-- survives
SELECT * FROM t;

-- operations
-- alter column "a" of "t"
-- alter column "b" of "t"

-- upgrade
ALTER TABLE `t`
  MODIFY COLUMN `a` varchar(9) COLLATE utf8mb4_bin,
  MODIFY COLUMN `b` varchar(9);

-- downgrade
ALTER TABLE `t`
  MODIFY COLUMN `b` varchar(9) COLLATE utf8mb4_bin,
  MODIFY COLUMN `a` varchar(9);
