-- Compress the pages of a table
-- absent: sqlite, postgres, mariadb (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY);

-- to
CREATE TABLE t (id integer PRIMARY KEY) COMPRESSION = 'zlib' AUTOEXTEND_SIZE = 4M;

-- operations
-- alter options of table "t"

-- upgrade
ALTER TABLE `t`
  COMPRESSION = 'zlib',
  AUTOEXTEND_SIZE = 4194304;

-- downgrade
ALTER TABLE `t`
  COMPRESSION = '',
  AUTOEXTEND_SIZE = 0;
