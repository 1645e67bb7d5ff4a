-- Refer to two tables from one column
-- absent: sqlite, postgres (have no difficulty with it)

-- from
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE q (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, x integer, CONSTRAINT f1 FOREIGN KEY (x) REFERENCES p (id));

-- to
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE q (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, x integer, CONSTRAINT f1 FOREIGN KEY (x) REFERENCES p (id),
  CONSTRAINT f2 FOREIGN KEY (x) REFERENCES q (id));

-- operations
-- create index "f2" on "c" (x)
-- add foreign key "f2" to "c"

-- upgrade
ALTER TABLE `c`
  ADD INDEX `f2` (`x`),
  ADD CONSTRAINT `f2` FOREIGN KEY (`x`) REFERENCES `q` (`id`);

-- downgrade
ALTER TABLE `c` DROP FOREIGN KEY `f2`;
ALTER TABLE `c`
  DROP INDEX `f2`,
  ADD INDEX `f1` (`x`);
