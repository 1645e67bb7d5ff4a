-- Give a column a default

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) DEFAULT 'it''s');

-- rows
INSERT INTO users VALUES (1, NULL);

-- survives
SELECT * FROM users;

-- operations: sqlite, mysql
-- alter column "name" of "users": default 'it''s'

-- operations: postgres
-- alter column "name" of "users": default 'it''s'::character varying

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50) DEFAULT 'it''s'
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" SET DEFAULT 'it''s'::character varying;

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(50) DEFAULT 'it''s';

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" DROP DEFAULT;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(50);
