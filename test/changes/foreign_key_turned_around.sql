-- Let two tables refer to each other the other way round
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY, a_id integer, CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id));

-- to
CREATE TABLE b (id integer PRIMARY KEY);
CREATE TABLE a (id integer PRIMARY KEY, b_id integer, CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b (id));

-- rows
INSERT INTO a VALUES (1);
INSERT INTO b VALUES (2, 1);

-- survives
SELECT a.id AS a, b.id AS b FROM a, b;

-- operations: sqlite, postgres
-- drop foreign key "b_a" of "b"
-- add column "b_id" integer to "a"
-- drop column "a_id" of "b"
-- add foreign key "a_b" to "a"

-- operations: mysql
-- drop foreign key "b_a" of "b"
-- add column "b_id" int to "a"
-- drop column "a_id" of "b"
-- add foreign key "a_b" to "a"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_b" (
  "id" integer PRIMARY KEY
);
INSERT INTO "whimbrel_new_b" ("id")
SELECT "id" FROM "b";
DROP TABLE "b";
ALTER TABLE "whimbrel_new_b" RENAME TO "b";
ALTER TABLE "a" ADD COLUMN "b_id" integer CONSTRAINT "a_b" REFERENCES "b" ("id");

-- upgrade: postgres
ALTER TABLE "b" DROP CONSTRAINT "b_a";
ALTER TABLE "a" ADD COLUMN "b_id" integer;
ALTER TABLE "b" DROP COLUMN "a_id";
ALTER TABLE "a" ADD CONSTRAINT "a_b" FOREIGN KEY ("b_id") REFERENCES "b" ("id");

-- upgrade: mysql
ALTER TABLE `b`
  DROP FOREIGN KEY `b_a`,
  DROP INDEX `b_a`;
ALTER TABLE `a` ADD COLUMN `b_id` int;
ALTER TABLE `b` DROP COLUMN `a_id`;
ALTER TABLE `a` ADD CONSTRAINT `a_b` FOREIGN KEY (`b_id`) REFERENCES `b` (`id`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_a" (
  "id" integer PRIMARY KEY
);
INSERT INTO "whimbrel_new_a" ("id")
SELECT "id" FROM "a";
DROP TABLE "a";
ALTER TABLE "whimbrel_new_a" RENAME TO "a";
ALTER TABLE "b" ADD COLUMN "a_id" integer CONSTRAINT "b_a" REFERENCES "a" ("id");

-- downgrade: postgres
ALTER TABLE "a" DROP CONSTRAINT "a_b";
ALTER TABLE "b" ADD COLUMN "a_id" integer;
ALTER TABLE "a" DROP COLUMN "b_id";
ALTER TABLE "b" ADD CONSTRAINT "b_a" FOREIGN KEY ("a_id") REFERENCES "a" ("id");

-- downgrade: mysql
ALTER TABLE `a`
  DROP FOREIGN KEY `a_b`,
  DROP INDEX `a_b`;
ALTER TABLE `b` ADD COLUMN `a_id` int;
ALTER TABLE `a` DROP COLUMN `b_id`;
ALTER TABLE `b` ADD CONSTRAINT `b_a` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`);
