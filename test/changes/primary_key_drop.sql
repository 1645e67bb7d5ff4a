-- Take a table's primary key away

-- from
CREATE TABLE users (id integer NOT NULL, name varchar(50), PRIMARY KEY (id));

-- to
CREATE TABLE users (id integer NOT NULL, name varchar(50));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations: sqlite, mysql
-- drop primary key (id) of "users"

-- operations: postgres
-- drop primary key "users_pkey" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer NOT NULL,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_users" (rowid, "id", "name")
SELECT rowid, "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_pkey";

-- upgrade: mysql
ALTER TABLE `users` DROP PRIMARY KEY;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY NOT NULL,
  "name" varchar(50)
);
INSERT INTO "whimbrel_new_users" ("id", "name")
SELECT "id", "name" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" ADD CONSTRAINT "users_pkey" PRIMARY KEY ("id");

-- downgrade: mysql
ALTER TABLE `users` ADD PRIMARY KEY (`id`);
