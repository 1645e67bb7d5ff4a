-- Rename a column and change its type at once
-- rename: users.mail:users.email

-- from
CREATE TABLE users (id integer PRIMARY KEY, mail varchar(100));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(200) NOT NULL);

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT id, mail AS value FROM users;

-- survives after
SELECT id, email AS value FROM users;

-- operations: sqlite, mysql
-- rename column "mail" of "users" to "email"
-- alter column "email" of "users": type varchar(100) to varchar(200), set not null

-- operations: postgres
-- rename column "mail" of "users" to "email"
-- alter column "email" of "users": type character varying(100) to character varying(200), set not null

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "mail" varchar(200) NOT NULL
);
INSERT INTO "whimbrel_new_users" ("id", "mail")
SELECT "id", "mail" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";

-- upgrade: postgres
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";
ALTER TABLE "users" ALTER COLUMN "email" TYPE character varying(200), ALTER COLUMN "email" SET NOT NULL;

-- upgrade: mysql
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
ALTER TABLE `users` MODIFY COLUMN `email` varchar(200) NOT NULL;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" varchar(100)
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "email" TYPE character varying(100), ALTER COLUMN "email" DROP NOT NULL;
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `email` varchar(100);
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
