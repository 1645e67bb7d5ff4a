-- Search in the words of several texts
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a text, b text);

-- to
CREATE TABLE t (id integer PRIMARY KEY, a text, b text, FULLTEXT KEY fa (a), FULLTEXT KEY fb (b));

-- operations
-- create index "fa" on "t" (a)
-- create index "fb" on "t" (b)

-- upgrade
ALTER TABLE `t` ADD FULLTEXT INDEX `fa` (`a`);
ALTER TABLE `t` ADD FULLTEXT INDEX `fb` (`b`);

-- downgrade
ALTER TABLE `t`
  DROP INDEX `fb`,
  DROP INDEX `fa`;
