-- Create a table whose rows refer to rows of its own

-- from
CREATE TABLE other (id integer PRIMARY KEY);

-- to
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE nodes (id integer PRIMARY KEY, parent_id integer,
  CONSTRAINT nodes_parent FOREIGN KEY (parent_id) REFERENCES nodes (id) ON DELETE CASCADE);

-- operations
-- create table "nodes"

-- upgrade: sqlite
CREATE TABLE "nodes" (
  "id" integer PRIMARY KEY,
  "parent_id" integer,
  CONSTRAINT "nodes_parent" FOREIGN KEY ("parent_id") REFERENCES "nodes" ("id") ON DELETE CASCADE
);

-- upgrade: postgres
CREATE TABLE "nodes" (
  "id" integer NOT NULL,
  "parent_id" integer,
  CONSTRAINT "nodes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "nodes_parent" FOREIGN KEY ("parent_id") REFERENCES "nodes" ("id") ON DELETE CASCADE
);

-- upgrade: mysql
CREATE TABLE `nodes` (
  `id` int NOT NULL,
  `parent_id` int,
  PRIMARY KEY (`id`),
  CONSTRAINT `nodes_parent` FOREIGN KEY (`parent_id`) REFERENCES `nodes` (`id`) ON DELETE CASCADE
);

-- downgrade: sqlite, postgres
DROP TABLE "nodes";

-- downgrade: mysql
DROP TABLE `nodes`;
