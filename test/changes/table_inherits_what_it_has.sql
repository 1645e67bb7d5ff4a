-- Let a table inherit a column that it has
-- absent: sqlite, mysql (have no inheritance)

-- from
CREATE TABLE city (name text);
CREATE TABLE capital (name text, country text);

-- to
CREATE TABLE city (name text);
CREATE TABLE capital (name text, country text) INHERITS (city);

-- rows
INSERT INTO capital VALUES ('Rome', 'Italy');

-- survives
SELECT name, country FROM capital;

-- operations
-- rename table "capital" to "capital_old"
-- create table "capital"
-- move rows of "capital_old" to "capital"
-- drop table "capital_old"

-- upgrade
ALTER TABLE "capital" RENAME TO "capital_old";
CREATE TABLE "capital" (
  "name" text,
  "country" text
) INHERITS ("city");
INSERT INTO "capital" ("name", "country") SELECT "name", "country" FROM ONLY "capital_old";
DROP TABLE "capital_old";

-- downgrade
CREATE TABLE "capital_old" (
  "name" text,
  "country" text
);
INSERT INTO "capital_old" ("name", "country") SELECT "name", "country" FROM ONLY "capital";
DROP TABLE "capital";
ALTER TABLE "capital_old" RENAME TO "capital";
