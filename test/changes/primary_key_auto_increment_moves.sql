-- Let another column number the rows and be the primary key
-- absent: sqlite, postgres (number rows whatever the key)

-- from
CREATE TABLE logs (a bigint NOT NULL AUTO_INCREMENT, b bigint NOT NULL, PRIMARY KEY (a));

-- to
CREATE TABLE logs (a bigint NOT NULL, b bigint NOT NULL AUTO_INCREMENT, PRIMARY KEY (b));

-- rows
INSERT INTO logs VALUES (1, 1);

-- survives
SELECT * FROM logs;

-- operations
-- drop primary key (a) of "logs"
-- alter column "a" of "logs"
-- alter column "b" of "logs"
-- add primary key (b) to "logs"

-- upgrade
ALTER TABLE `logs`
  DROP PRIMARY KEY,
  MODIFY COLUMN `a` bigint NOT NULL,
  MODIFY COLUMN `b` bigint NOT NULL AUTO_INCREMENT,
  ADD PRIMARY KEY (`b`);

-- downgrade
ALTER TABLE `logs`
  DROP PRIMARY KEY,
  MODIFY COLUMN `b` bigint NOT NULL,
  MODIFY COLUMN `a` bigint NOT NULL AUTO_INCREMENT,
  ADD PRIMARY KEY (`a`);
