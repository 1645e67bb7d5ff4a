-- Compress the values of a column
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a text, b varchar(100) NOT NULL DEFAULT 'x' COMPRESSED);

-- to
CREATE TABLE t (id integer PRIMARY KEY, a text COMPRESSED, b varchar(100) NOT NULL DEFAULT 'x');

-- rows
INSERT INTO t VALUES (1, 'a', 'b');

-- survives
SELECT * FROM t;
