-- Let a sequence begin elsewhere
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE SEQUENCE s START WITH 10 MINVALUE 5;
CREATE TABLE t (id integer PRIMARY KEY);

-- to
CREATE SEQUENCE s MINVALUE 5;
CREATE TABLE t (id integer PRIMARY KEY);
