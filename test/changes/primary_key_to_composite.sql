-- Let two columns be the primary key

-- from
CREATE TABLE members (team integer NOT NULL, person integer NOT NULL, PRIMARY KEY (team));

-- to
CREATE TABLE members (team integer NOT NULL, person integer NOT NULL, PRIMARY KEY (team, person));

-- rows
INSERT INTO members VALUES (1, 2);

-- survives
SELECT * FROM members;

-- operations: sqlite, mysql
-- alter primary key (team) of "members"

-- operations: postgres
-- alter primary key "members_pkey" of "members"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_members" (
  "team" integer NOT NULL,
  "person" integer NOT NULL,
  PRIMARY KEY ("team", "person")
);
INSERT INTO "whimbrel_new_members" (rowid, "team", "person")
SELECT rowid, "team", "person" FROM "members";
DROP TABLE "members";
ALTER TABLE "whimbrel_new_members" RENAME TO "members";

-- upgrade: postgres
ALTER TABLE "members" DROP CONSTRAINT "members_pkey", ADD CONSTRAINT "members_pkey" PRIMARY KEY ("team", "person");

-- upgrade: mysql
ALTER TABLE `members`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`team`, `person`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_members" (
  "team" integer PRIMARY KEY NOT NULL,
  "person" integer NOT NULL
);
INSERT INTO "whimbrel_new_members" ("team", "person")
SELECT "team", "person" FROM "members";
DROP TABLE "members";
ALTER TABLE "whimbrel_new_members" RENAME TO "members";

-- downgrade: postgres
ALTER TABLE "members" DROP CONSTRAINT "members_pkey", ADD CONSTRAINT "members_pkey" PRIMARY KEY ("team");

-- downgrade: mysql
ALTER TABLE `members`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`team`);
