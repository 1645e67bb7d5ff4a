-- Give the names of things that go to things of another kind
-- absent: mysql (names indexes within their table)

-- from
CREATE TABLE kept (id integer PRIMARY KEY, n integer);
CREATE TABLE list (id integer PRIMARY KEY);
CREATE VIEW seen AS SELECT 1 AS one;
CREATE INDEX found ON kept (n);

-- from: postgres
CREATE SEQUENCE list_numbers;
CREATE TYPE pair AS (a integer, b integer);
CREATE TABLE kept (id integer PRIMARY KEY, n integer DEFAULT nextval('list_numbers'));
CREATE TABLE list (id integer PRIMARY KEY);
CREATE TABLE item (id integer PRIMARY KEY, list integer REFERENCES list);
CREATE VIEW seen AS SELECT 1 AS one;
CREATE INDEX found ON kept (n);

-- to
CREATE TABLE kept (id integer PRIMARY KEY, n integer);
CREATE INDEX list ON kept (n);
CREATE TABLE seen (one integer);
CREATE VIEW found AS SELECT n FROM kept;

-- to: postgres
CREATE SEQUENCE seen;
CREATE TABLE kept (id integer PRIMARY KEY, n integer DEFAULT nextval('seen'));
CREATE TABLE item (id integer PRIMARY KEY, list integer);
CREATE TABLE pair (a integer, b integer);
CREATE INDEX list ON kept (n);
CREATE VIEW found AS SELECT n FROM kept;
CREATE VIEW list_numbers AS SELECT id FROM kept;

-- rows
INSERT INTO kept VALUES (1, 2);

-- survives
SELECT * FROM kept;

-- operations: sqlite
-- drop view "seen"
-- drop index "found" of "kept"
-- drop table "list"
-- create table "seen"
-- create index "list" on "kept" (n)
-- create view "found"

-- operations: postgres
-- drop view "seen"
-- drop foreign key "item_list_fkey" of "item"
-- drop index "found" of "kept"
-- alter column "n" of "kept": drop default
-- drop table "list"
-- drop sequence "list_numbers"
-- drop composite type "pair"
-- create sequence "seen"
-- create table "pair"
-- alter column "n" of "kept": default nextval('seen'::regclass)
-- create index "list" on "kept" (n)
-- create view "found"
-- create view "list_numbers"

-- upgrade: sqlite
DROP VIEW "seen";
DROP INDEX "found";
DROP TABLE "list";
CREATE TABLE "seen" (
  "one" integer
);
CREATE INDEX "list" ON "kept" ("n");
CREATE VIEW found AS SELECT n FROM kept;

-- upgrade: postgres
DROP VIEW "seen";
ALTER TABLE "item" DROP CONSTRAINT "item_list_fkey";
DROP INDEX "found";
ALTER TABLE "kept" ALTER COLUMN "n" DROP DEFAULT;
DROP TABLE "list";
DROP SEQUENCE "list_numbers";
DROP TYPE "pair";
CREATE SEQUENCE "seen";
CREATE TABLE "pair" (
  "a" integer,
  "b" integer
);
ALTER TABLE "kept" ALTER COLUMN "n" SET DEFAULT nextval('seen'::regclass);
CREATE INDEX "list" ON "kept" ("n");
CREATE VIEW "found" AS
SELECT n
   FROM kept;
CREATE VIEW "list_numbers" AS
SELECT id
   FROM kept;

-- upgrade: postgres15
DROP VIEW "seen";
ALTER TABLE "item" DROP CONSTRAINT "item_list_fkey";
DROP INDEX "found";
ALTER TABLE "kept" ALTER COLUMN "n" DROP DEFAULT;
DROP TABLE "list";
DROP SEQUENCE "list_numbers";
DROP TYPE "pair";
CREATE SEQUENCE "seen";
CREATE TABLE "pair" (
  "a" integer,
  "b" integer
);
ALTER TABLE "kept" ALTER COLUMN "n" SET DEFAULT nextval('seen'::regclass);
CREATE INDEX "list" ON "kept" ("n");
CREATE VIEW "found" AS
SELECT kept.n
   FROM kept;
CREATE VIEW "list_numbers" AS
SELECT kept.id
   FROM kept;

-- downgrade: sqlite
DROP VIEW "found";
DROP INDEX "list";
DROP TABLE "seen";
CREATE TABLE "list" (
  "id" integer PRIMARY KEY
);
CREATE INDEX "found" ON "kept" ("n");
CREATE VIEW seen AS SELECT 1 AS one;

-- downgrade: postgres
DROP VIEW "list_numbers";
DROP VIEW "found";
DROP INDEX "list";
ALTER TABLE "kept" ALTER COLUMN "n" DROP DEFAULT;
DROP TABLE "pair";
DROP SEQUENCE "seen";
CREATE TYPE "pair" AS ("a" integer, "b" integer);
CREATE SEQUENCE "list_numbers";
CREATE TABLE "list" (
  "id" integer NOT NULL,
  CONSTRAINT "list_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "kept" ALTER COLUMN "n" SET DEFAULT nextval('list_numbers'::regclass);
CREATE INDEX "found" ON "kept" ("n");
ALTER TABLE "item" ADD CONSTRAINT "item_list_fkey" FOREIGN KEY ("list") REFERENCES "list" ("id");
CREATE VIEW "seen" AS
SELECT 1 AS one;
