-- Let a number be larger, and those that refer to it

-- from
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer NOT NULL,
  CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- to
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY, user_id bigint NOT NULL,
  CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- rows
INSERT INTO users VALUES (1);
INSERT INTO posts VALUES (9, 1);

-- survives
SELECT p.id, CAST(u.id AS char(5)) AS user_id FROM posts p JOIN users u ON u.id = p.user_id;

-- operations: sqlite
-- alter column "user_id" of "posts": type integer to bigint
-- alter column "id" of "users": type integer to bigint

-- operations: postgres
-- drop foreign key "posts_user" of "posts"
-- alter column "user_id" of "posts": type integer to bigint
-- alter column "id" of "users": type integer to bigint
-- add foreign key "posts_user" to "posts"

-- operations: mysql
-- drop foreign key "posts_user" of "posts"
-- alter column "user_id" of "posts": type int to bigint
-- alter column "id" of "users": type int to bigint
-- add foreign key "posts_user" to "posts"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_posts" (
  "id" integer PRIMARY KEY,
  "user_id" bigint NOT NULL,
  CONSTRAINT "posts_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);
INSERT INTO "whimbrel_new_posts" ("id", "user_id")
SELECT "id", "user_id" FROM "posts";
DROP TABLE "posts";
ALTER TABLE "whimbrel_new_posts" RENAME TO "posts";
CREATE TABLE "whimbrel_new_users" (
  "id" bigint PRIMARY KEY
);
INSERT INTO "whimbrel_new_users" (rowid, "id")
SELECT rowid, "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "posts" DROP CONSTRAINT "posts_user", ALTER COLUMN "user_id" TYPE bigint;
ALTER TABLE "users" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "posts" ADD CONSTRAINT "posts_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id");

-- upgrade: mysql
ALTER TABLE `posts`
  DROP FOREIGN KEY `posts_user`,
  DROP INDEX `posts_user`;
ALTER TABLE `posts` MODIFY COLUMN `user_id` bigint NOT NULL;
ALTER TABLE `users` MODIFY COLUMN `id` bigint NOT NULL;
ALTER TABLE `posts` ADD CONSTRAINT `posts_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY
);
INSERT INTO "whimbrel_new_users" ("id")
SELECT "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
CREATE TABLE "whimbrel_new_posts" (
  "id" integer PRIMARY KEY,
  "user_id" integer NOT NULL,
  CONSTRAINT "posts_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);
INSERT INTO "whimbrel_new_posts" ("id", "user_id")
SELECT "id", "user_id" FROM "posts";
DROP TABLE "posts";
ALTER TABLE "whimbrel_new_posts" RENAME TO "posts";

-- downgrade: postgres
ALTER TABLE "posts" DROP CONSTRAINT "posts_user";
ALTER TABLE "users" ALTER COLUMN "id" TYPE integer;
ALTER TABLE "posts" ALTER COLUMN "user_id" TYPE integer, ADD CONSTRAINT "posts_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id");

-- downgrade: mysql
ALTER TABLE `posts`
  DROP FOREIGN KEY `posts_user`,
  DROP INDEX `posts_user`;
ALTER TABLE `users` MODIFY COLUMN `id` int NOT NULL;
ALTER TABLE `posts` MODIFY COLUMN `user_id` int NOT NULL;
ALTER TABLE `posts` ADD CONSTRAINT `posts_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`);
