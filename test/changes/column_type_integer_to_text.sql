-- Write numbers as text

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);

-- to
CREATE TABLE users (id integer PRIMARY KEY, age varchar(10));

-- rows
INSERT INTO users VALUES (1, 42);

-- survives: sqlite, mysql
SELECT id, age + 1 AS next FROM users;

-- survives: postgres
SELECT id, age::text FROM users;

-- operations: sqlite
-- alter column "age" of "users": type integer to varchar(10)

-- operations: postgres
-- alter column "age" of "users": type integer to character varying(10)

-- operations: mysql
-- alter column "age" of "users": type int to varchar(10)

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" varchar(10)
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "age" TYPE character varying(10);

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `age` varchar(10);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "age" integer
);
INSERT INTO "whimbrel_new_users" ("id", "age")
SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer USING "age"::integer;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `age` int;
