-- Give a foreign key an index of another name
-- absent: sqlite, postgres (have no difficulty with it)

-- from
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p integer, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id));

-- to
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p integer, KEY other (p), CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id));

-- operations
-- create index "other" on "c" (p)

-- upgrade
ALTER TABLE `c` ADD INDEX `other` (`p`);

-- downgrade
ALTER TABLE `c`
  DROP INDEX `other`,
  ADD INDEX `f` (`p`);
