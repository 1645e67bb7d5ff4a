-- Compress the pages of a table by its engine
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY);

-- to
CREATE TABLE t (id integer PRIMARY KEY) page_compressed = 1 page_compression_level = 5;
