-- Forbid NULL where a foreign key sets it no more
-- absent: sqlite, postgres (have no difficulty with it)

-- from
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p integer,
  CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id) ON DELETE SET NULL);

-- to
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p integer NOT NULL,
  CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE);

-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);

-- survives
SELECT * FROM c;

-- operations
-- drop foreign key "f" of "c"
-- alter column "p" of "c": set not null
-- add foreign key "f" to "c"

-- upgrade
ALTER TABLE `c`
  DROP FOREIGN KEY `f`,
  DROP INDEX `f`;
ALTER TABLE `c` MODIFY COLUMN `p` int NOT NULL;
ALTER TABLE `c` ADD CONSTRAINT `f` FOREIGN KEY (`p`) REFERENCES `p` (`id`) ON DELETE CASCADE;

-- downgrade
ALTER TABLE `c`
  DROP FOREIGN KEY `f`,
  DROP INDEX `f`;
ALTER TABLE `c` MODIFY COLUMN `p` int;
ALTER TABLE `c` ADD CONSTRAINT `f` FOREIGN KEY (`p`) REFERENCES `p` (`id`) ON DELETE SET NULL;
