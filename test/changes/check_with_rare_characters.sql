-- Compare with words of other scripts in checks and computed columns
-- absent: sqlite, postgres (have no difficulty with it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9)) CHARACTER SET utf8mb4;

-- to
CREATE TABLE t (id integer PRIMARY KEY, a varchar(9), b varchar(20) AS (concat(a, 'ü')) VIRTUAL,
  c varchar(9) DEFAULT (concat('ä', 'x')), CONSTRAINT k CHECK (a NOT IN ('ä', 'it''s', '日本'))) CHARACTER SET utf8mb4;

-- operations
-- add column "c" varchar(9) to "t"
-- add column "b" varchar(20) to "t"
-- add check "k" to "t"

-- upgrade
ALTER TABLE `t`
  ADD COLUMN `c` varchar(9) DEFAULT (concat('ä','x')),
  ADD COLUMN `b` varchar(20) GENERATED ALWAYS AS (concat(`a`,'ü')) VIRTUAL AFTER `a`,
  ADD CONSTRAINT `k` CHECK (`a` not in ('ä','it''s','日本'));

-- downgrade
ALTER TABLE `t`
  DROP CONSTRAINT `k`,
  DROP COLUMN `b`,
  DROP COLUMN `c`;
