-- Compute a column when it is read instead of keeping it
-- absent: postgres15 (came with release 18)
-- column order: postgres (the column is made anew)

-- from
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED, n integer);

-- to
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) VIRTUAL, n integer);

-- rows
INSERT INTO items (id, price) VALUES (1, 5);

-- survives
SELECT id, twice FROM items;

-- operations
-- alter column "twice" of "items"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer,
  "twice" integer GENERATED ALWAYS AS (price * 2) VIRTUAL,
  "n" integer
);
INSERT INTO "whimbrel_new_items" ("id", "price", "n")
SELECT "id", "price", "n" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- upgrade: postgres
ALTER TABLE "items" DROP COLUMN "twice", ADD COLUMN "twice" integer GENERATED ALWAYS AS (price * 2) VIRTUAL;

-- upgrade: mysql
ALTER TABLE `items` DROP COLUMN `twice`, ADD COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) VIRTUAL AFTER `price`;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer,
  "twice" integer GENERATED ALWAYS AS (price * 2) STORED,
  "n" integer
);
INSERT INTO "whimbrel_new_items" ("id", "price", "n")
SELECT "id", "price", "n" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- downgrade: postgres
ALTER TABLE "items" DROP COLUMN "twice", ADD COLUMN "twice" integer GENERATED ALWAYS AS (price * 2) STORED;

-- downgrade: mysql
ALTER TABLE `items` DROP COLUMN `twice`, ADD COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) STORED AFTER `price`;
