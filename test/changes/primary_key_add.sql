-- Give a table a primary key

-- from
CREATE TABLE users (id integer NOT NULL, name varchar(50));

-- to
CREATE TABLE users (id integer NOT NULL, name varchar(50), PRIMARY KEY (id));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations: sqlite, mysql
-- add primary key (id) to "users"

-- operations: postgres
-- add primary key "users_pkey" to "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY NOT NULL,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" ADD CONSTRAINT "users_pkey" PRIMARY KEY ("id");

-- upgrade: mysql
ALTER TABLE `users` ADD PRIMARY KEY (`id`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer NOT NULL,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_users" (rowid, "id", "name")
SELECT rowid, "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_pkey";

-- downgrade: mysql
ALTER TABLE `users` DROP PRIMARY KEY;
