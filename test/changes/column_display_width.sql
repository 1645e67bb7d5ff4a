-- Show more digits of an integer
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a int(10) unsigned, b tinyint(1) unsigned, c int(11));

-- to
CREATE TABLE t (id integer PRIMARY KEY, a int(11) unsigned, b tinyint(3) unsigned, c int(7));

-- rows
INSERT INTO t VALUES (1, 2, 3, 4);

-- survives
SELECT * FROM t;
