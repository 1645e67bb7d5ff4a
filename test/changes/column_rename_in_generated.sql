-- Rename a column that another is computed from, and that a check is about
-- rename: items.cost:items.price

-- from
CREATE TABLE items (id integer PRIMARY KEY, cost integer, twice integer GENERATED ALWAYS AS (cost * 2) STORED,
  CONSTRAINT dear CHECK (cost > 0));

-- to
CREATE TABLE items (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED,
  CONSTRAINT dear CHECK (price > 0));

-- rows
INSERT INTO items (id, cost) VALUES (1, 5);

-- survives
SELECT id, twice FROM items;

-- operations
-- rename column "cost" of "items" to "price"

-- upgrade: sqlite, postgres
ALTER TABLE "items" RENAME COLUMN "cost" TO "price";

-- upgrade: mysql
ALTER TABLE `items`
  DROP CONSTRAINT `dear`,
  RENAME COLUMN `cost` TO `price`,
  MODIFY COLUMN `twice` int GENERATED ALWAYS AS (`price` * 2) STORED,
  ADD CONSTRAINT `dear` CHECK (`price` > 0);

-- upgrade: mariadb
ALTER TABLE `items` RENAME COLUMN `cost` TO `price`;

-- downgrade: sqlite, postgres
ALTER TABLE "items" RENAME COLUMN "price" TO "cost";

-- downgrade: mysql
ALTER TABLE `items`
  DROP CONSTRAINT `dear`,
  RENAME COLUMN `price` TO `cost`,
  MODIFY COLUMN `twice` int GENERATED ALWAYS AS (`cost` * 2) STORED,
  ADD CONSTRAINT `dear` CHECK (`cost` > 0);

-- downgrade: mariadb
ALTER TABLE `items` RENAME COLUMN `price` TO `cost`;
