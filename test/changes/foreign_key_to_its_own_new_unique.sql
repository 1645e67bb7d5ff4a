-- Refer to a new unique key of the same table
-- absent: sqlite, postgres (have no difficulty with it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);

-- to
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer, UNIQUE KEY u (a),
  CONSTRAINT f FOREIGN KEY (b) REFERENCES t (a));

-- rows
INSERT INTO t VALUES (1, 2, 2);

-- survives
SELECT * FROM t;

-- operations
-- add unique "u" to "t"
-- add foreign key "f" to "t"

-- upgrade
ALTER TABLE `t` ADD CONSTRAINT `u` UNIQUE (`a`);
ALTER TABLE `t` ADD CONSTRAINT `f` FOREIGN KEY (`b`) REFERENCES `t` (`a`);

-- downgrade
ALTER TABLE `t`
  DROP FOREIGN KEY `f`,
  DROP INDEX `f`;
ALTER TABLE `t` DROP INDEX `u`;
