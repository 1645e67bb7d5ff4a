-- Let a primary key serve a foreign key
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (a integer, b integer, PRIMARY KEY (b, a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id));

-- to
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (a integer, b integer, PRIMARY KEY (a, b), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id));

-- operations
-- alter primary key (b, a) of "c"

-- upgrade
ALTER TABLE `c`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`a`, `b`);

-- downgrade
ALTER TABLE `c`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`b`, `a`),
  ADD INDEX `f` (`a`);
