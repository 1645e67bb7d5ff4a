-- Add a column that becomes part of the primary key, in a table without rows
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE members (team integer NOT NULL, person integer NOT NULL, PRIMARY KEY (team, person));

-- to
CREATE TABLE members (team integer NOT NULL, person integer NOT NULL, since integer NOT NULL, PRIMARY KEY (team, person, since));

-- operations: sqlite
-- add column "since" integer to "members"
-- alter primary key (team, person) of "members"

-- operations: postgres
-- add column "since" integer to "members"
-- alter primary key "members_pkey" of "members"

-- operations: mysql
-- add column "since" int to "members"
-- alter primary key (team, person) of "members"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_members" (
  "team" integer NOT NULL,
  "person" integer NOT NULL,
  "since" integer NOT NULL,
  PRIMARY KEY ("team", "person", "since")
);
INSERT INTO "whimbrel_new_members" (rowid, "team", "person")
SELECT rowid, "team", "person" FROM "members";
DROP TABLE "members";
ALTER TABLE "whimbrel_new_members" RENAME TO "members";

-- upgrade: postgres
ALTER TABLE "members" ADD COLUMN "since" integer NOT NULL;
ALTER TABLE "members" DROP CONSTRAINT "members_pkey", ADD CONSTRAINT "members_pkey" PRIMARY KEY ("team", "person", "since");

-- upgrade: mysql
ALTER TABLE `members`
  ADD COLUMN `since` int NOT NULL,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`team`, `person`, `since`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_members" (
  "team" integer NOT NULL,
  "person" integer NOT NULL,
  PRIMARY KEY ("team", "person")
);
INSERT INTO "whimbrel_new_members" (rowid, "team", "person")
SELECT rowid, "team", "person" FROM "members";
DROP TABLE "members";
ALTER TABLE "whimbrel_new_members" RENAME TO "members";

-- downgrade: postgres
ALTER TABLE "members" DROP CONSTRAINT "members_pkey", ADD CONSTRAINT "members_pkey" PRIMARY KEY ("team", "person"), DROP COLUMN "since";

-- downgrade: mysql
ALTER TABLE `members`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`team`, `person`),
  DROP COLUMN `since`;
