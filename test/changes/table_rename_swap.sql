-- Let two tables swap their names
-- rename: drafts:posts
-- rename: posts:drafts

-- from: sqlite, mysql
CREATE TABLE drafts (id integer PRIMARY KEY, body varchar(50));
CREATE TABLE posts (id integer PRIMARY KEY, title varchar(50), stars integer);

-- from: postgres
CREATE TABLE drafts (id integer, body varchar(50), CONSTRAINT one PRIMARY KEY (id));
CREATE TABLE posts (id integer, title varchar(50), stars integer, CONSTRAINT two PRIMARY KEY (id));

-- to: sqlite, mysql
CREATE TABLE posts (id integer PRIMARY KEY, body varchar(50));
CREATE TABLE drafts (id integer PRIMARY KEY, title varchar(50), stars integer);

-- to: postgres
CREATE TABLE posts (id integer, body varchar(50), CONSTRAINT one PRIMARY KEY (id));
CREATE TABLE drafts (id integer, title varchar(50), stars integer, CONSTRAINT two PRIMARY KEY (id));

-- rows
INSERT INTO drafts VALUES (1, 'a');
INSERT INTO posts VALUES (2, 'b', 5);

-- survives
SELECT body, title, stars FROM drafts, posts;

-- survives after
SELECT body, title, stars FROM drafts, posts;

-- operations
-- rename table "drafts" to "drafts_old"
-- rename table "posts" to "drafts"
-- rename table "drafts_old" to "posts"

-- upgrade: sqlite, postgres
ALTER TABLE "drafts" RENAME TO "drafts_old";
ALTER TABLE "posts" RENAME TO "drafts";
ALTER TABLE "drafts_old" RENAME TO "posts";

-- upgrade: mysql
RENAME TABLE `drafts` TO `drafts_old`;
RENAME TABLE `posts` TO `drafts`;
RENAME TABLE `drafts_old` TO `posts`;

-- downgrade: sqlite, postgres
ALTER TABLE "posts" RENAME TO "drafts_old";
ALTER TABLE "drafts" RENAME TO "posts";
ALTER TABLE "drafts_old" RENAME TO "drafts";

-- downgrade: mysql
RENAME TABLE `posts` TO `drafts_old`;
RENAME TABLE `drafts` TO `posts`;
RENAME TABLE `drafts_old` TO `drafts`;
