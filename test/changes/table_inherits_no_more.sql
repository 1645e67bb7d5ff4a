-- Let one table inherit no more, and another one begin to
-- absent: sqlite, mysql (have no inheritance)
-- column order: postgres (inherited columns come first)

-- from
CREATE TABLE city (name text NOT NULL, people integer);
CREATE TABLE capital (country text NOT NULL) INHERITS (city);
CREATE TABLE village (country text NOT NULL, name text NOT NULL, people integer);

-- to
CREATE TABLE city (name text NOT NULL, people integer);
CREATE TABLE capital (name text NOT NULL, people integer, country text NOT NULL);
CREATE TABLE village (country text NOT NULL) INHERITS (city);

-- rows
INSERT INTO city VALUES ('Ulm', 120);
INSERT INTO capital (name, people, country) VALUES ('Rome', 2800, 'Italy');
INSERT INTO village (name, people, country) VALUES ('Elm', 600, 'Glarus');

-- survives
SELECT 'city', name, people FROM ONLY city UNION ALL
SELECT country, name, people FROM capital UNION ALL
SELECT country, name, people FROM village ORDER BY 1;

-- operations
-- alter column "country" of "capital": drop not null
-- alter column "country" of "village": drop not null
-- alter column "name" of "village": drop not null
-- rename table "capital" to "capital_old"
-- rename table "village" to "village_old"
-- create table "capital"
-- create table "village"
-- move rows of "capital_old" to "capital"
-- move rows of "village_old" to "village"
-- drop table "village_old"
-- drop table "capital_old"

-- upgrade
ALTER TABLE "capital" ALTER COLUMN "country" DROP NOT NULL;
ALTER TABLE "village" ALTER COLUMN "country" DROP NOT NULL, ALTER COLUMN "name" DROP NOT NULL;
ALTER TABLE "capital" RENAME TO "capital_old";
ALTER TABLE "village" RENAME TO "village_old";
CREATE TABLE "capital" (
  "name" text NOT NULL,
  "people" integer,
  "country" text NOT NULL
);
CREATE TABLE "village" (
  "country" text NOT NULL
) INHERITS ("city");
INSERT INTO "capital" ("name", "people", "country") SELECT "name", "people", "country" FROM ONLY "capital_old";
INSERT INTO "village" ("name", "people", "country") SELECT "name", "people", "country" FROM ONLY "village_old";
DROP TABLE "village_old";
DROP TABLE "capital_old";

-- downgrade
CREATE TABLE "capital_old" (
  "country" text
) INHERITS ("city");
CREATE TABLE "village_old" (
  "country" text,
  "name" text,
  "people" integer
);
INSERT INTO "village_old" ("country", "name", "people") SELECT "country", "name", "people" FROM ONLY "village";
INSERT INTO "capital_old" ("name", "people", "country") SELECT "name", "people", "country" FROM ONLY "capital";
DROP TABLE "village";
DROP TABLE "capital";
ALTER TABLE "village_old" RENAME TO "village";
ALTER TABLE "capital_old" RENAME TO "capital";
ALTER TABLE "village" ALTER COLUMN "name" SET NOT NULL, ALTER COLUMN "country" SET NOT NULL;
ALTER TABLE "capital" ALTER COLUMN "country" SET NOT NULL;
