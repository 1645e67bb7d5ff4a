-- Give a table a period in which its rows hold
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE TABLE t (id integer NOT NULL, since date NOT NULL, until date NOT NULL, UNIQUE KEY u (id));

-- to
CREATE TABLE t (id integer NOT NULL, since date NOT NULL, until date NOT NULL, PERIOD FOR p (since, until),
  UNIQUE KEY u (id, p WITHOUT OVERLAPS));

-- rows
INSERT INTO t VALUES (1, '2020-01-01', '2021-01-01');

-- survives
SELECT * FROM t;
