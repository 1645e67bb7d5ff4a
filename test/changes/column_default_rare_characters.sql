-- Give a column a default with characters that the catalogue cannot show
-- absent: sqlite, postgres, mariadb (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9) DEFAULT 'a', b varbinary(9) DEFAULT 0x0001) CHARACTER SET utf8mb4;

-- to
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9) DEFAULT '😀', b varbinary(9) DEFAULT 0x00ff) CHARACTER SET utf8mb4;

-- rows
INSERT INTO t (id) VALUES (1);

-- survives
SELECT * FROM t;

-- operations
-- alter column "a" of "t": default 0xF09F9880
-- alter column "b" of "t": default 0x00FF

-- upgrade
ALTER TABLE `t`
  MODIFY COLUMN `a` varchar(9) DEFAULT 0xF09F9880,
  MODIFY COLUMN `b` varbinary(9) DEFAULT 0x00FF;

-- downgrade
ALTER TABLE `t`
  MODIFY COLUMN `b` varbinary(9) DEFAULT '',
  MODIFY COLUMN `a` varchar(9) DEFAULT 'a';
