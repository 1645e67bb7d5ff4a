-- Keep the history of a table in partitions
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY) WITH SYSTEM VERSIONING;

-- to
CREATE TABLE t (id integer PRIMARY KEY) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 1000 (
  PARTITION p0 HISTORY, PARTITION p1 HISTORY, PARTITION pn CURRENT);

-- rows
INSERT INTO t VALUES (1);

-- survives
SELECT * FROM t;
