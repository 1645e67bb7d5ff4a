-- Rename a table whose foreign key and check were named by the server after it
-- absent: sqlite (nothing has a name there)
-- absent: postgres (names stay: see foreign_key_to_a_renamed_table)
-- rename: posts:articles

-- from
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer, `rank` integer CHECK (`rank` > 0),
  FOREIGN KEY (user_id) REFERENCES users (id));

-- to
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE articles (id integer PRIMARY KEY, user_id integer, `rank` integer CHECK (`rank` > 0),
  FOREIGN KEY (user_id) REFERENCES users (id));

-- rows
INSERT INTO users VALUES (1);
INSERT INTO posts VALUES (1, 1, 1);

-- survives
SELECT * FROM posts;

-- survives after
SELECT * FROM articles;

-- operations: mysql
-- rename table "posts" to "articles"
-- rename constraint "posts_chk_1" of "articles" to "articles_chk_1"
-- rename constraint "posts_ibfk_1" of "articles" to "articles_ibfk_1"

-- operations: mariadb
-- rename table "posts" to "articles"
-- rename constraint "posts_ibfk_1" of "articles" to "articles_ibfk_1"

-- upgrade
RENAME TABLE `posts` TO `articles`;

-- downgrade
RENAME TABLE `articles` TO `posts`;
