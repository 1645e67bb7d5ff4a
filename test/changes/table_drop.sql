-- Drop a table

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TABLE old (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX old_name ON old (name);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations
-- drop table "old"

-- upgrade: sqlite, postgres
DROP TABLE "old";

-- upgrade: mysql
DROP TABLE `old`;

-- downgrade: sqlite
CREATE TABLE "old" (
  "id" integer PRIMARY KEY,
  "name" varchar(50)
);
CREATE INDEX "old_name" ON "old" ("name");

-- downgrade: postgres
CREATE TABLE "old" (
  "id" integer NOT NULL,
  "name" character varying(50),
  CONSTRAINT "old_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "old_name" ON "old" ("name");

-- downgrade: mysql
CREATE TABLE `old` (
  `id` int NOT NULL,
  `name` varchar(50),
  PRIMARY KEY (`id`),
  INDEX `old_name` (`name`)
);
