-- Change the character set of a table that gets a column with a check
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9)) CHARACTER SET utf8mb4;

-- to
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9), b varchar(9) NOT NULL, CONSTRAINT c CHECK (b <> 'x')) CHARACTER SET latin1;

-- rows
INSERT INTO t (id, a) VALUES (1, 'a');

-- survives
SELECT id, a FROM t;

-- operations
-- alter options of table "t"
-- add column "b" varchar(9) to "t"
-- add check "c" to "t"

-- upgrade
ALTER TABLE `t`
  COLLATE = latin1_swedish_ci,
  MODIFY COLUMN `a` varchar(9),
  ADD COLUMN `b` varchar(9) NOT NULL,
  ADD CONSTRAINT `c` CHECK (`b` <> 'x');

-- downgrade: mysql
ALTER TABLE `t`
  DROP CONSTRAINT `c`,
  DROP COLUMN `b`,
  COLLATE = utf8mb4_0900_ai_ci,
  MODIFY COLUMN `a` varchar(9);

-- downgrade: mariadb
ALTER TABLE `t`
  DROP CONSTRAINT `c`,
  DROP COLUMN `b`,
  COLLATE = utf8mb4_general_ci,
  MODIFY COLUMN `a` varchar(9);
