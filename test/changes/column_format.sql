-- Say how a column is stored
-- absent: sqlite, postgres, mariadb (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a integer);

-- to
CREATE TABLE t (id integer PRIMARY KEY, a integer COLUMN_FORMAT FIXED STORAGE MEMORY);

-- rows
INSERT INTO t VALUES (1, 2);

-- survives
SELECT * FROM t;

-- operations
-- alter column "a" of "t"

-- upgrade
ALTER TABLE `t` MODIFY COLUMN `a` int STORAGE memory COLUMN_FORMAT fixed;

-- downgrade
ALTER TABLE `t` MODIFY COLUMN `a` int;
