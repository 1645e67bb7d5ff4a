-- Keep a computed column's values and compute no more
-- column order: postgres (a computed column is made anew on the way back)

-- from
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED, n integer);

-- to
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer, n integer);

-- rows
INSERT INTO items (id, price) VALUES (1, 5);

-- survives
SELECT id, twice FROM items;

-- operations
-- alter column "twice" of "items": drop expression

-- upgrade: sqlite
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

-- upgrade: postgres
ALTER TABLE "items" ALTER COLUMN "twice" DROP EXPRESSION;

-- upgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `twice` int;

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
ALTER TABLE `items` MODIFY COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) STORED;
