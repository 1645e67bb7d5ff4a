-- Refer to rows of the same table

-- from
CREATE TABLE nodes (id integer PRIMARY KEY, parent_id integer);

-- to
CREATE TABLE nodes (id integer PRIMARY KEY, parent_id integer,
  CONSTRAINT nodes_parent FOREIGN KEY (parent_id) REFERENCES nodes (id));

-- rows
INSERT INTO nodes VALUES (1, NULL), (2, 1);

-- survives
SELECT * FROM nodes ORDER BY id;

-- operations
-- add foreign key "nodes_parent" to "nodes"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_nodes" (
  "id" integer PRIMARY KEY,
  "parent_id" integer,
  CONSTRAINT "nodes_parent" FOREIGN KEY ("parent_id") REFERENCES "nodes" ("id")
);
INSERT INTO "whimbrel_new_nodes" ("id", "parent_id")
SELECT "id", "parent_id" FROM "nodes";
DROP TABLE "nodes";
ALTER TABLE "whimbrel_new_nodes" RENAME TO "nodes";

-- upgrade: postgres
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_parent" FOREIGN KEY ("parent_id") REFERENCES "nodes" ("id");

-- upgrade: mysql
ALTER TABLE `nodes` ADD CONSTRAINT `nodes_parent` FOREIGN KEY (`parent_id`) REFERENCES `nodes` (`id`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_nodes" (
  "id" integer PRIMARY KEY,
  "parent_id" integer
);
INSERT INTO "whimbrel_new_nodes" ("id", "parent_id")
SELECT "id", "parent_id" FROM "nodes";
DROP TABLE "nodes";
ALTER TABLE "whimbrel_new_nodes" RENAME TO "nodes";

-- downgrade: postgres
ALTER TABLE "nodes" DROP CONSTRAINT "nodes_parent";

-- downgrade: mysql
ALTER TABLE `nodes`
  DROP FOREIGN KEY `nodes_parent`,
  DROP INDEX `nodes_parent`;
