-- Add a column that is computed and kept

-- from
CREATE TABLE items (id integer PRIMARY KEY, price integer);

-- to
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED);

-- rows
INSERT INTO items VALUES (1, 5);

-- survives
SELECT id, price FROM items;

-- operations: sqlite, postgres
-- add column "twice" integer to "items"

-- operations: mysql
-- add column "twice" int to "items"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer,
  "twice" integer GENERATED ALWAYS AS (price * 2) STORED
);
INSERT INTO "whimbrel_new_items" ("id", "price")
SELECT "id", "price" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- upgrade: postgres
ALTER TABLE "items" ADD COLUMN "twice" integer GENERATED ALWAYS AS (price * 2) STORED;

-- upgrade: mysql
ALTER TABLE `items` ADD COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) STORED;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer
);
INSERT INTO "whimbrel_new_items" ("id", "price")
SELECT "id", "price" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- downgrade: postgres
ALTER TABLE "items" DROP COLUMN "twice";

-- downgrade: mysql
ALTER TABLE `items` DROP COLUMN `twice`;
