-- Let the database draw the default of a column that changes
-- absent: sqlite, postgres, mariadb (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, code varchar(36));

-- to
CREATE TABLE t (id integer PRIMARY KEY, code varchar(40) NOT NULL DEFAULT (uuid()));

-- rows
INSERT INTO t VALUES (1, 'a');

-- survives
SELECT * FROM t;

-- operations
-- alter column "code" of "t": type varchar(36) to varchar(40), set not null, default uuid()

-- upgrade
ALTER TABLE `t` MODIFY COLUMN `code` varchar(40) NOT NULL;
ALTER TABLE `t` ALTER COLUMN `code` SET DEFAULT (uuid());

-- downgrade
ALTER TABLE `t` MODIFY COLUMN `code` varchar(36);
