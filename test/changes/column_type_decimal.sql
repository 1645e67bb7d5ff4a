-- Keep more digits of a number

-- from
CREATE TABLE items (id integer PRIMARY KEY, price decimal(8, 2) NOT NULL DEFAULT 0.5);

-- to
CREATE TABLE items (id integer PRIMARY KEY, price decimal(12, 4) NOT NULL DEFAULT 0.5);

-- rows
INSERT INTO items VALUES (1, 9.5);

-- survives
SELECT id, price * 2 > 18.9 AS kept FROM items;

-- operations: sqlite
-- alter column "price" of "items": type decimal(8, 2) to decimal(12, 4)

-- operations: postgres
-- alter column "price" of "items": type numeric(8,2) to numeric(12,4)

-- operations: mysql
-- alter column "price" of "items": type decimal(8,2) to decimal(12,4), default 0.5000

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" decimal(12, 4) NOT NULL DEFAULT 0.5
);
INSERT INTO "whimbrel_new_items" ("id", "price")
SELECT "id", "price" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- upgrade: postgres
ALTER TABLE "items" ALTER COLUMN "price" DROP DEFAULT, ALTER COLUMN "price" TYPE numeric(12,4), ALTER COLUMN "price" SET DEFAULT 0.5;

-- upgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `price` decimal(12,4) NOT NULL DEFAULT 0.5000;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" decimal(8, 2) NOT NULL DEFAULT 0.5
);
INSERT INTO "whimbrel_new_items" ("id", "price")
SELECT "id", "price" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- downgrade: postgres
ALTER TABLE "items" ALTER COLUMN "price" DROP DEFAULT, ALTER COLUMN "price" TYPE numeric(8,2), ALTER COLUMN "price" SET DEFAULT 0.5;

-- downgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `price` decimal(8,2) NOT NULL DEFAULT 0.50;
