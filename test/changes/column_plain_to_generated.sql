-- Compute a column that had values of its own
-- column order: postgres (the column is made anew)

-- from
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer, n integer);

-- to
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED, n integer);

-- rows
INSERT INTO items (id, price, twice) VALUES (1, 5, 10);

-- survives
SELECT id, twice FROM items;

-- operations: sqlite, postgres
-- alter column "twice" of "items": generated price * 2

-- operations: mysql
-- alter column "twice" of "items": generated `price` * 2

-- upgrade: sqlite
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

-- upgrade: postgres
ALTER TABLE "items" DROP COLUMN "twice", ADD COLUMN "twice" integer GENERATED ALWAYS AS (price * 2) STORED;

-- upgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) STORED;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer,
  "twice" integer,
  "n" integer
);
INSERT INTO "whimbrel_new_items" ("id", "price", "twice", "n")
SELECT "id", "price", "twice", "n" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- downgrade: postgres
ALTER TABLE "items" ALTER COLUMN "twice" DROP EXPRESSION;

-- downgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `twice` int;
