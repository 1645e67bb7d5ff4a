-- Read numbers out of a text

-- from
CREATE TABLE users (id integer PRIMARY KEY, age varchar(10) DEFAULT '7');

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer DEFAULT 7);

-- rows
INSERT INTO users VALUES (1, '42');

-- survives
SELECT id, CAST(age AS decimal(5)) AS age FROM users;

-- operations: sqlite
-- alter column "age" of "users": type varchar(10) to integer, default 7

-- operations: postgres
-- alter column "age" of "users": type character varying(10) to integer, default 7

-- operations: mysql
-- alter column "age" of "users": type varchar(10) to int, default 7

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer DEFAULT 7
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" TYPE integer USING "age"::integer, ALTER COLUMN "age" SET DEFAULT 7;

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `age` int DEFAULT 7;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" varchar(10) DEFAULT '7'
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" TYPE character varying(10), ALTER COLUMN "age" SET DEFAULT '7'::character varying;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `age` varchar(10) DEFAULT '7';
