-- Drop a column and the one that is computed from it
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED, name varchar(50));

-- to
CREATE TABLE items (id integer PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO items (id, price, name) VALUES (1, 5, 'x');

-- survives
SELECT id, name FROM items;

-- operations
-- drop column "twice" of "items"
-- drop column "price" of "items"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_items" ("id", "name")
SELECT "id", "name" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- upgrade: postgres
ALTER TABLE "items" DROP COLUMN "twice", DROP COLUMN "price";

-- upgrade: mysql
ALTER TABLE `items`
  DROP COLUMN `twice`,
  DROP COLUMN `price`;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer,
  "twice" integer GENERATED ALWAYS AS (price * 2) STORED,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_items" ("id", "name")
SELECT "id", "name" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- downgrade: postgres
ALTER TABLE "items" ADD COLUMN "price" integer, ADD COLUMN "twice" integer GENERATED ALWAYS AS (price * 2) STORED;

-- downgrade: mysql
ALTER TABLE `items`
  ADD COLUMN `price` int AFTER `id`,
  ADD COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) STORED AFTER `price`;
