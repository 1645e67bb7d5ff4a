-- Keep a table's rows in its primary key
-- absent: postgres (has no such choice), mysql (does so anyway)

-- from
CREATE TABLE settings (name text NOT NULL, value text, PRIMARY KEY (name));

-- to
CREATE TABLE settings (name text NOT NULL, value text, PRIMARY KEY (name)) WITHOUT ROWID;

-- rows
INSERT INTO settings VALUES ('a', '1');

-- survives
SELECT * FROM settings;

-- operations
-- alter options of table "settings"

-- upgrade
CREATE TABLE "whimbrel_new_settings" (
  "name" text PRIMARY KEY NOT NULL,
  "value" text
) WITHOUT ROWID;
INSERT INTO "whimbrel_new_settings" ("name", "value")
SELECT "name", "value" FROM "settings";
DROP TABLE "settings";
ALTER TABLE "whimbrel_new_settings" RENAME TO "settings";

-- downgrade
CREATE TABLE "whimbrel_new_settings" (
  "name" text PRIMARY KEY NOT NULL,
  "value" text
);
INSERT INTO "whimbrel_new_settings" ("name", "value")
SELECT "name", "value" FROM "settings";
DROP TABLE "settings";
ALTER TABLE "whimbrel_new_settings" RENAME TO "settings";
