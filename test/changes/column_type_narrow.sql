-- Let a text be shorter, where all rows fit

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(5));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations: sqlite, mysql
-- alter column "name" of "users": type varchar(50) to varchar(5)

-- operations: postgres
-- alter column "name" of "users": type character varying(50) to character varying(5)

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" varchar(5)
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "name" TYPE character varying(5);

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(5);

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
ALTER TABLE "users" ALTER COLUMN "name" TYPE character varying(50);

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `name` varchar(50);
