-- Change a primary key that another table refers to

-- from
CREATE TABLE users (id integer NOT NULL, email varchar(50) NOT NULL, CONSTRAINT users_key PRIMARY KEY (id));
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer,
  CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- to
CREATE TABLE users (id integer NOT NULL, email varchar(50) NOT NULL, CONSTRAINT users_key PRIMARY KEY (email),
  CONSTRAINT users_id UNIQUE (id));
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer,
  CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- rows
INSERT INTO users VALUES (1, 'a@b');
INSERT INTO posts VALUES (9, 1);

-- survives
SELECT * FROM posts;

-- operations: sqlite
-- alter primary key "users_key" of "users"
-- add unique "users_id" to "users"

-- operations: postgres
-- drop foreign key "posts_user" of "posts"
-- alter primary key "users_key" of "users"
-- add unique "users_id" to "users"
-- add foreign key "posts_user" to "posts"

-- operations: mysql
-- drop foreign key "posts_user" of "posts"
-- alter primary key (id) of "users"
-- add unique "users_id" to "users"
-- add foreign key "posts_user" to "posts"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer NOT NULL,
  "email" varchar(50) CONSTRAINT "users_key" PRIMARY KEY NOT NULL,
  CONSTRAINT "users_id" UNIQUE ("id")
);
INSERT INTO "whimbrel_new_users" (rowid, "id", "email")
SELECT rowid, "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "posts" DROP CONSTRAINT "posts_user";
ALTER TABLE "users" DROP CONSTRAINT "users_key", ADD CONSTRAINT "users_key" PRIMARY KEY ("email"), ADD CONSTRAINT "users_id" UNIQUE ("id");
ALTER TABLE "posts" ADD CONSTRAINT "posts_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id");

-- upgrade: mysql
ALTER TABLE `posts`
  DROP FOREIGN KEY `posts_user`,
  DROP INDEX `posts_user`;
ALTER TABLE `users`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`email`),
  ADD CONSTRAINT `users_id` UNIQUE (`id`);
ALTER TABLE `posts` ADD CONSTRAINT `posts_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer CONSTRAINT "users_key" PRIMARY KEY NOT NULL,
  "email" varchar(50) NOT NULL
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "posts" DROP CONSTRAINT "posts_user";
ALTER TABLE "users" DROP CONSTRAINT "users_id", DROP CONSTRAINT "users_key", ADD CONSTRAINT "users_key" PRIMARY KEY ("id");
ALTER TABLE "posts" ADD CONSTRAINT "posts_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id");

-- downgrade: mysql
ALTER TABLE `posts`
  DROP FOREIGN KEY `posts_user`,
  DROP INDEX `posts_user`;
ALTER TABLE `users`
  DROP INDEX `users_id`,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`id`);
ALTER TABLE `posts` ADD CONSTRAINT `posts_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`);
