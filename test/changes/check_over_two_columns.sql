-- Compare two columns of a row

-- from
CREATE TABLE stays (id integer PRIMARY KEY, since integer, till integer);

-- to
CREATE TABLE stays (id integer PRIMARY KEY, since integer, till integer,
  CONSTRAINT in_order CHECK (since <= till OR till IS NULL));

-- rows
INSERT INTO stays VALUES (1, 1, 2);

-- survives
SELECT * FROM stays;

-- operations
-- add check "in_order" to "stays"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_stays" (
  "id" integer PRIMARY KEY,
  "since" integer,
  "till" integer,
  CONSTRAINT "in_order" CHECK (since <= till OR till IS NULL)
);
INSERT INTO "whimbrel_new_stays" ("id", "since", "till")
SELECT "id", "since", "till" FROM "stays";
DROP TABLE "stays";
ALTER TABLE "whimbrel_new_stays" RENAME TO "stays";

-- upgrade: postgres
ALTER TABLE "stays" ADD CONSTRAINT "in_order" CHECK ((since <= till) OR (till IS NULL));

-- upgrade: mysql
ALTER TABLE `stays` ADD CONSTRAINT `in_order` CHECK ((`since` <= `till`) or (`till` is null));

-- upgrade: mariadb
ALTER TABLE `stays` ADD CONSTRAINT `in_order` CHECK (`since` <= `till` or `till` is null);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_stays" (
  "id" integer PRIMARY KEY,
  "since" integer,
  "till" integer
);
INSERT INTO "whimbrel_new_stays" ("id", "since", "till")
SELECT "id", "since", "till" FROM "stays";
DROP TABLE "stays";
ALTER TABLE "whimbrel_new_stays" RENAME TO "stays";

-- downgrade: postgres
ALTER TABLE "stays" DROP CONSTRAINT "in_order";

-- downgrade: mysql
ALTER TABLE `stays` DROP CONSTRAINT `in_order`;
