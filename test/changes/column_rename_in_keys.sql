-- Rename a column of the primary key that another table refers to
-- rename: users.id:users.user_id

-- from
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY, author integer,
  CONSTRAINT posts_author FOREIGN KEY (author) REFERENCES users (id));

-- to
CREATE TABLE users (user_id integer PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY, author integer,
  CONSTRAINT posts_author FOREIGN KEY (author) REFERENCES users (user_id));

-- rows
INSERT INTO users VALUES (1);
INSERT INTO posts VALUES (9, 1);

-- survives
SELECT * FROM posts;

-- operations
-- rename column "id" of "users" to "user_id"

-- upgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "id" TO "user_id";

-- upgrade: mysql
ALTER TABLE `users` RENAME COLUMN `id` TO `user_id`;

-- downgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "user_id" TO "id";

-- downgrade: mysql
ALTER TABLE `users` RENAME COLUMN `user_id` TO `id`;
