-- Say NO ACTION of a foreign key
-- absent: sqlite, postgres, mysql (have nothing like it)

-- from
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p integer, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id));

-- to
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p integer,
  CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id) ON DELETE NO ACTION ON UPDATE NO ACTION);

-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);

-- survives
SELECT * FROM c;
