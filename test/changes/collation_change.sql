-- Change a collation that a column, an index and a domain sort by
-- absent: sqlite, mysql (have no collations of their own making)

-- from
CREATE COLLATION phone (PROVIDER = icu, LOCALE = 'de');
CREATE DOMAIN label AS text COLLATE phone;
CREATE TABLE person (id integer PRIMARY KEY, name text COLLATE phone, label label, note text);
CREATE INDEX person_name ON person (name);
CREATE INDEX person_note ON person (note COLLATE phone);

-- to
CREATE COLLATION phone (PROVIDER = icu, LOCALE = 'de-u-co-phonebk');
CREATE DOMAIN label AS text COLLATE phone;
CREATE TABLE person (id integer PRIMARY KEY, name text COLLATE phone, label label, note text);
CREATE INDEX person_name ON person (name);
CREATE INDEX person_note ON person (note COLLATE phone);

-- rows
INSERT INTO person VALUES (1, 'Ada', 'x', 'y');

-- survives
SELECT * FROM person;

-- operations
-- alter domain "label"
-- drop index "person_note" of "person"
-- alter column "name" of "person": collation default
-- drop collation "phone"
-- create collation "phone"
-- alter domain "label"
-- alter column "name" of "person": collation phone
-- create index "person_note" on "person" (note)

-- upgrade
ALTER DOMAIN "label" RENAME TO "label_old";
CREATE DOMAIN "label" AS text;
ALTER TABLE "person" ALTER COLUMN "label" TYPE "label" USING "label"::text::"label";
DROP DOMAIN "label_old";
DROP INDEX "person_note";
ALTER TABLE "person" ALTER COLUMN "name" TYPE text;
DROP COLLATION "phone";
CREATE COLLATION "phone" (PROVIDER = icu, LOCALE = 'de-u-co-phonebk');
ALTER DOMAIN "label" RENAME TO "label_old";
CREATE DOMAIN "label" AS text COLLATE "phone";
ALTER TABLE "person" ALTER COLUMN "label" TYPE "label" USING "label"::text::"label";
DROP DOMAIN "label_old";
ALTER TABLE "person" ALTER COLUMN "name" TYPE text COLLATE "phone";
CREATE INDEX "person_note" ON "person" ("note" COLLATE "phone");

-- downgrade
DROP INDEX "person_note";
ALTER TABLE "person" ALTER COLUMN "name" TYPE text;
ALTER DOMAIN "label" RENAME TO "label_old";
CREATE DOMAIN "label" AS text;
ALTER TABLE "person" ALTER COLUMN "label" TYPE "label" USING "label"::text::"label";
DROP DOMAIN "label_old";
DROP COLLATION "phone";
CREATE COLLATION "phone" (PROVIDER = icu, LOCALE = 'de');
ALTER TABLE "person" ALTER COLUMN "name" TYPE text COLLATE "phone";
CREATE INDEX "person_note" ON "person" ("note" COLLATE "phone");
ALTER DOMAIN "label" RENAME TO "label_old";
CREATE DOMAIN "label" AS text COLLATE "phone";
ALTER TABLE "person" ALTER COLUMN "label" TYPE "label" USING "label"::text::"label";
DROP DOMAIN "label_old";
