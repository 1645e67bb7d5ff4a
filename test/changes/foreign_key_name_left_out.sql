-- Leave the name of a foreign key to the database
-- absent: sqlite, postgres (have no difficulty with it)

-- from
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p integer, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id));

-- to
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p integer, FOREIGN KEY (p) REFERENCES p (id));

-- operations
-- create index "p" on "c" (p)
-- rename constraint "f" of "c" to "c_ibfk_1"

-- upgrade
ALTER TABLE `c`
  ADD INDEX `p` (`p`),
  DROP FOREIGN KEY `f`,
  DROP INDEX `f`,
  ADD CONSTRAINT `c_ibfk_1` FOREIGN KEY (`p`) REFERENCES `p` (`id`);

-- downgrade
ALTER TABLE `c`
  DROP FOREIGN KEY `c_ibfk_1`,
  ADD CONSTRAINT `f` FOREIGN KEY (`p`) REFERENCES `p` (`id`),
  DROP INDEX `p`,
  ADD INDEX `f` (`p`);
