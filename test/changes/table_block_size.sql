-- Change the block size of a table with keys
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE p (id integer PRIMARY KEY, a integer, KEY k (a)) ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 8;
CREATE TABLE c (p integer, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id));

-- to
CREATE TABLE p (id integer PRIMARY KEY, a integer, KEY k (a)) ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 4;
CREATE TABLE c (p integer, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id));

-- rows
INSERT INTO p VALUES (1, 2);

-- survives
SELECT * FROM p;

-- operations
-- alter options of table "p"

-- upgrade
ALTER TABLE `p`
  DROP PRIMARY KEY,
  DROP INDEX `k`,
  KEY_BLOCK_SIZE = 4,
  ADD PRIMARY KEY (`id`),
  ADD INDEX `k` (`a`);

-- downgrade
ALTER TABLE `p`
  DROP PRIMARY KEY,
  DROP INDEX `k`,
  KEY_BLOCK_SIZE = 8,
  ADD PRIMARY KEY (`id`),
  ADD INDEX `k` (`a`);
