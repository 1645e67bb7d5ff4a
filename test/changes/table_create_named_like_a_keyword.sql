-- Create a table whose names must be quoted

-- from
CREATE TABLE other (id integer PRIMARY KEY);

-- to: sqlite, postgres
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE "order" ("select" integer PRIMARY KEY, "Has Blank" integer, "say ""hi""" integer,
  CONSTRAINT "it's" CHECK ("Has Blank" > 0));
CREATE INDEX "order-by" ON "order" ("Has Blank");

-- to: mysql
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE `order` (`select` integer PRIMARY KEY, `Has Blank` integer, `say ``hi``` integer,
  CONSTRAINT `it's` CHECK (`Has Blank` > 0), KEY `order-by` (`Has Blank`));

-- operations
-- create table "order"

-- upgrade: sqlite
CREATE TABLE "order" (
  "select" integer PRIMARY KEY,
  "Has Blank" integer,
  "say ""hi""" integer,
  CONSTRAINT "it's" CHECK ("Has Blank" > 0)
);
CREATE INDEX "order-by" ON "order" ("Has Blank");

-- upgrade: postgres
CREATE TABLE "order" (
  "select" integer NOT NULL,
  "Has Blank" integer,
  "say ""hi""" integer,
  CONSTRAINT "order_pkey" PRIMARY KEY ("select"),
  CONSTRAINT "it's" CHECK ("Has Blank" > 0)
);
CREATE INDEX "order-by" ON "order" ("Has Blank");

-- upgrade: mysql
CREATE TABLE `order` (
  `select` int NOT NULL,
  `Has Blank` int,
  `say ``hi``` int,
  PRIMARY KEY (`select`),
  CONSTRAINT `it's` CHECK (`Has Blank` > 0),
  INDEX `order-by` (`Has Blank`)
);

-- downgrade: sqlite, postgres
DROP TABLE "order";

-- downgrade: mysql
DROP TABLE `order`;
