-- Cut the words of a full-text index in another way
-- absent: sqlite, postgres, mariadb (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, body text, FULLTEXT KEY f (body));

-- to
CREATE TABLE t (id integer PRIMARY KEY, body text, FULLTEXT KEY f (body) WITH PARSER ngram);

-- rows
INSERT INTO t VALUES (1, 'abc');

-- survives
SELECT * FROM t;

-- operations
-- alter index "f" of "t"

-- upgrade
ALTER TABLE `t` DROP INDEX `f`;
ALTER TABLE `t` ADD FULLTEXT INDEX `f` (`body`) WITH PARSER `ngram`;

-- downgrade
ALTER TABLE `t` DROP INDEX `f`;
ALTER TABLE `t` ADD FULLTEXT INDEX `f` (`body`);
