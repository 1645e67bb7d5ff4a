-- Change the type of a column that a chain of views reads

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);
CREATE VIEW ages AS SELECT id, age FROM users;
CREATE VIEW adults AS SELECT id, age FROM ages WHERE age > 17;

-- to
CREATE TABLE users (id integer PRIMARY KEY, age bigint);
CREATE VIEW ages AS SELECT id, age FROM users;
CREATE VIEW adults AS SELECT id, age FROM ages WHERE age > 17;

-- rows
INSERT INTO users VALUES (1, 42);

-- survives
SELECT id FROM adults;

-- operations: sqlite
-- alter column "age" of "users": type integer to bigint

-- operations: postgres
-- drop view "adults"
-- drop view "ages"
-- alter column "age" of "users": type integer to bigint
-- create view "ages"
-- create view "adults"

-- operations: mysql
-- alter column "age" of "users": type int to bigint

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" bigint
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
PRAGMA legacy_alter_table = OFF;

-- upgrade: postgres
DROP VIEW "adults";
DROP VIEW "ages";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE VIEW "ages" AS
SELECT id,
    age
   FROM users;
CREATE VIEW "adults" AS
SELECT id,
    age
   FROM ages
  WHERE (age > 17);

-- upgrade: postgres15
DROP VIEW "adults";
DROP VIEW "ages";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE VIEW "ages" AS
SELECT users.id,
    users.age
   FROM users;
CREATE VIEW "adults" AS
SELECT ages.id,
    ages.age
   FROM ages
  WHERE (ages.age > 17);

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `age` bigint;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
PRAGMA legacy_alter_table = OFF;

-- downgrade: postgres
DROP VIEW "adults";
DROP VIEW "ages";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE VIEW "ages" AS
SELECT id,
    age
   FROM users;
CREATE VIEW "adults" AS
SELECT id,
    age
   FROM ages
  WHERE (age > 17);

-- downgrade: postgres15
DROP VIEW "adults";
DROP VIEW "ages";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE VIEW "ages" AS
SELECT users.id,
    users.age
   FROM users;
CREATE VIEW "adults" AS
SELECT ages.id,
    ages.age
   FROM ages
  WHERE (ages.age > 17);

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `age` int;
