-- Say more of keys and indexes: kind of tree, block size, comment
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer, UNIQUE KEY u (a), KEY i (b));

-- to
CREATE TABLE t (id integer, a integer, b integer, PRIMARY KEY (id) USING BTREE COMMENT 'the key',
  UNIQUE KEY u (a) USING BTREE, KEY i (b) USING BTREE KEY_BLOCK_SIZE = 4);

-- rows
INSERT INTO t VALUES (1, 2, 3);

-- survives
SELECT * FROM t;

-- operations
-- alter primary key (id) of "t"
-- alter unique "u" of "t"
-- alter index "i" of "t"

-- upgrade: mysql
ALTER TABLE `t`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`id`) USING BTREE COMMENT 'the key',
  DROP INDEX `u`,
  ADD CONSTRAINT `u` UNIQUE (`a`) USING BTREE,
  DROP INDEX `i`,
  ADD INDEX `i` (`b`) USING BTREE;

-- upgrade: mariadb
ALTER TABLE `t`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`id`) USING BTREE COMMENT 'the key',
  DROP INDEX `u`,
  ADD CONSTRAINT `u` UNIQUE (`a`) USING BTREE,
  DROP INDEX `i`;
ALTER TABLE `t` ADD INDEX `i` (`b`) USING BTREE KEY_BLOCK_SIZE = 4;

-- downgrade: mysql
ALTER TABLE `t`
  DROP INDEX `i`,
  ADD INDEX `i` (`b`),
  DROP INDEX `u`,
  ADD CONSTRAINT `u` UNIQUE (`a`),
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`id`);

-- downgrade: mariadb
ALTER TABLE `t` DROP INDEX `i`;
ALTER TABLE `t`
  ADD INDEX `i` (`b`),
  DROP INDEX `u`,
  ADD CONSTRAINT `u` UNIQUE (`a`),
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`id`);
