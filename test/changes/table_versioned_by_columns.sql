-- Keep the history of a table with the times in columns
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY);

-- to
CREATE TABLE t (id integer PRIMARY KEY, since timestamp(6) GENERATED ALWAYS AS ROW START,
  until timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (since, until)) WITH SYSTEM VERSIONING;
