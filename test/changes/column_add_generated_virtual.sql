-- Add a column that is computed when read
-- absent: postgres15 (came with release 18)

-- from
CREATE TABLE items (id integer PRIMARY KEY, price integer);

-- to
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) VIRTUAL);

-- rows
INSERT INTO items VALUES (1, 5);

-- survives
SELECT id, price FROM items;

-- operations: sqlite, postgres
-- add column "twice" integer to "items"

-- operations: mysql
-- add column "twice" int to "items"

-- upgrade: sqlite, postgres
ALTER TABLE "items" ADD COLUMN "twice" integer GENERATED ALWAYS AS (price * 2) VIRTUAL;

-- upgrade: mysql
ALTER TABLE `items` ADD COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) VIRTUAL;

-- downgrade: sqlite, postgres
ALTER TABLE "items" DROP COLUMN "twice";

-- downgrade: mysql
ALTER TABLE `items` DROP COLUMN `twice`;
