-- Compute a column in another way
-- column order: postgres (a computed column is made anew before release 17)

-- from
CREATE TABLE items (id integer PRIMARY KEY, price integer, other integer GENERATED ALWAYS AS (price * 2) STORED, n integer);
CREATE INDEX items_other ON items (other);

-- to
CREATE TABLE items (id integer PRIMARY KEY, price integer, other integer GENERATED ALWAYS AS (price * 3) STORED, n integer);
CREATE INDEX items_other ON items (other);

-- rows
INSERT INTO items (id, price) VALUES (1, 5);

-- survives
SELECT id, price FROM items;

-- operations: sqlite, postgres
-- alter column "other" of "items": generated price * 3

-- operations: mysql
-- alter column "other" of "items": generated `price` * 3

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer,
  "other" integer GENERATED ALWAYS AS (price * 3) STORED,
  "n" integer
);
INSERT INTO "whimbrel_new_items" ("id", "price", "n")
SELECT "id", "price", "n" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";
CREATE INDEX "items_other" ON "items" ("other");

-- upgrade: postgres
ALTER TABLE "items" ALTER COLUMN "other" SET EXPRESSION AS (price * 3);

-- upgrade: postgres15
DROP INDEX "items_other";
ALTER TABLE "items" DROP COLUMN "other", ADD COLUMN "other" integer GENERATED ALWAYS AS (price * 3) STORED;
CREATE INDEX "items_other" ON "items" ("other");

-- upgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `other` int GENERATED ALWAYS AS (`price` * 3) STORED;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer,
  "other" integer GENERATED ALWAYS AS (price * 2) STORED,
  "n" integer
);
INSERT INTO "whimbrel_new_items" ("id", "price", "n")
SELECT "id", "price", "n" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";
CREATE INDEX "items_other" ON "items" ("other");

-- downgrade: postgres
ALTER TABLE "items" ALTER COLUMN "other" SET EXPRESSION AS (price * 2);

-- downgrade: postgres15
DROP INDEX "items_other";
ALTER TABLE "items" DROP COLUMN "other", ADD COLUMN "other" integer GENERATED ALWAYS AS (price * 2) STORED;
CREATE INDEX "items_other" ON "items" ("other");

-- downgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `other` int GENERATED ALWAYS AS (`price` * 2) STORED;
