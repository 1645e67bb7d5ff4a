-- Change a table that keeps its history
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a integer) WITH SYSTEM VERSIONING;

-- to
CREATE TABLE t (id integer PRIMARY KEY, a bigint WITHOUT SYSTEM VERSIONING, b integer) WITH SYSTEM VERSIONING;

-- rows
INSERT INTO t VALUES (1, 2);

-- survives
SELECT id, a FROM t;
