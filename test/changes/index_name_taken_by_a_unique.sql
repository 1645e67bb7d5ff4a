-- Give the name of an index to a unique constraint
-- absent: sqlite, postgres (have no difficulty with it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer, KEY one (a));

-- to
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer, UNIQUE KEY one (b), KEY two (a));

-- rows
INSERT INTO t VALUES (1, 2, 3);

-- survives
SELECT * FROM t;

-- operations
-- rename index "one" of "t" to "two"
-- add unique "one" to "t"

-- upgrade
ALTER TABLE `t` RENAME INDEX `one` TO `two`;
ALTER TABLE `t` ADD CONSTRAINT `one` UNIQUE (`b`);

-- downgrade
ALTER TABLE `t` DROP INDEX `one`;
ALTER TABLE `t` RENAME INDEX `two` TO `one`;
