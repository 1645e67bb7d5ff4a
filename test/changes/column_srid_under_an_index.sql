-- Say how places are measured, with an index on them
-- absent: sqlite, postgres, mariadb (have nothing like it)

-- from
CREATE TABLE t (id integer PRIMARY KEY, place point NOT NULL SRID 0, SPATIAL KEY s (place));

-- to
CREATE TABLE t (id integer PRIMARY KEY, place point NOT NULL SRID 4326, SPATIAL KEY s (place));

-- operations
-- alter column "place" of "t"

-- upgrade
ALTER TABLE `t` DROP INDEX `s`;
ALTER TABLE `t` MODIFY COLUMN `place` point NOT NULL SRID 4326;
ALTER TABLE `t` ADD SPATIAL INDEX `s` (`place`);

-- downgrade
ALTER TABLE `t` DROP INDEX `s`;
ALTER TABLE `t` MODIFY COLUMN `place` point NOT NULL SRID 0;
ALTER TABLE `t` ADD SPATIAL INDEX `s` (`place`);
