-- Change the type of a column with a check, a unique constraint and a partial index

-- from: sqlite, postgres
CREATE TABLE items (id integer PRIMARY KEY, price integer, CONSTRAINT one UNIQUE (price), CONSTRAINT dear CHECK (price > 0));
CREATE INDEX cheap ON items (price) WHERE price < 10;

-- from: mysql
CREATE TABLE items (id integer PRIMARY KEY, price integer, CONSTRAINT one UNIQUE (price), CONSTRAINT dear CHECK (price > 0));

-- to: sqlite, postgres
CREATE TABLE items (id integer PRIMARY KEY, price bigint, CONSTRAINT one UNIQUE (price), CONSTRAINT dear CHECK (price > 0));
CREATE INDEX cheap ON items (price) WHERE price < 10;

-- to: mysql
CREATE TABLE items (id integer PRIMARY KEY, price bigint, CONSTRAINT one UNIQUE (price), CONSTRAINT dear CHECK (price > 0));

-- rows
INSERT INTO items VALUES (1, 5);

-- survives
SELECT id FROM items WHERE price = 5;

-- operations: sqlite, postgres
-- alter column "price" of "items": type integer to bigint

-- operations: mysql
-- alter column "price" of "items": type int to bigint

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" bigint,
  CONSTRAINT "one" UNIQUE ("price"),
  CONSTRAINT "dear" CHECK (price > 0)
);
INSERT INTO "whimbrel_new_items" ("id", "price")
SELECT "id", "price" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";
CREATE INDEX "cheap" ON "items" ("price") WHERE price < 10;

-- upgrade: postgres
ALTER TABLE "items" ALTER COLUMN "price" TYPE bigint;

-- upgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `price` bigint;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_items" (
  "id" integer PRIMARY KEY,
  "price" integer,
  CONSTRAINT "one" UNIQUE ("price"),
  CONSTRAINT "dear" CHECK (price > 0)
);
INSERT INTO "whimbrel_new_items" ("id", "price")
SELECT "id", "price" FROM "items";
DROP TABLE "items";
ALTER TABLE "whimbrel_new_items" RENAME TO "items";
CREATE INDEX "cheap" ON "items" ("price") WHERE price < 10;

-- downgrade: postgres
ALTER TABLE "items" ALTER COLUMN "price" TYPE integer;

-- downgrade: mysql
ALTER TABLE `items` MODIFY COLUMN `price` int;
