-- Number rows by a column of another name
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE t (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, a integer);

-- to
CREATE TABLE t (t_id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, a integer);

-- operations
-- add column "t_id" int to "t"
-- alter primary key (id) of "t"
-- drop column "id" of "t"

-- upgrade
ALTER TABLE `t`
  ADD COLUMN `t_id` int NOT NULL AUTO_INCREMENT FIRST,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`t_id`),
  DROP COLUMN `id`;

-- downgrade
ALTER TABLE `t`
  ADD COLUMN `id` int NOT NULL AUTO_INCREMENT FIRST,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`id`),
  DROP COLUMN `t_id`;
