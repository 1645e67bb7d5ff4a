-- Change the type of a column that another is computed from
-- column order: postgres (a computed column is made anew)

-- from
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED, n integer);

-- to
CREATE TABLE items (id integer PRIMARY KEY, price bigint, twice bigint GENERATED ALWAYS AS (price * 2) STORED, n integer);

-- rows
INSERT INTO items (id, price) VALUES (1, 5);

-- survives
SELECT id, twice * 1.5 > 14.9 AS kept FROM items;

-- operations: sqlite
-- alter column "price" of "items": type integer to bigint
-- alter column "twice" of "items": type integer to bigint

-- operations: postgres
-- drop column "twice" of "items"
-- alter column "price" of "items": type integer to bigint
-- add column "twice" bigint to "items"

-- operations: mysql
-- alter column "price" of "items": type int to bigint
-- alter column "twice" of "items": type int to bigint

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" bigint,
  "twice" bigint GENERATED ALWAYS AS (price * 2) STORED,
  "n" integer
);
INSERT INTO "whimbrel_new_items" ("id", "price", "n")
SELECT "id", "price", "n" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";

-- upgrade: postgres
ALTER TABLE "items" DROP COLUMN "twice", ALTER COLUMN "price" TYPE bigint, ADD COLUMN "twice" bigint GENERATED ALWAYS AS (price * 2) STORED;

-- upgrade: mysql
ALTER TABLE `items`
  MODIFY COLUMN `price` bigint,
  MODIFY COLUMN `twice` bigint GENERATED ALWAYS AS (`price` * 2) STORED;

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
ALTER TABLE "items" DROP COLUMN "twice", ALTER COLUMN "price" TYPE integer, ADD COLUMN "twice" integer GENERATED ALWAYS AS (price * 2) STORED;

-- downgrade: mysql
ALTER TABLE `items`
  MODIFY COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) STORED,
  MODIFY COLUMN `price` int;
