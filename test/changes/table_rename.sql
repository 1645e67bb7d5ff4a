-- Rename a table that another refers to
-- rename: users:people

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX by_name ON users (name);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer,
  CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));

-- to: sqlite, mysql
CREATE TABLE people (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX by_name ON people (name);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer,
  CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES people (id));

-- to: postgres
CREATE TABLE people (id integer, name varchar(50), CONSTRAINT people_pkey PRIMARY KEY (id));
CREATE INDEX by_name ON people (name);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer,
  CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES people (id));

-- rows
INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob');
INSERT INTO posts VALUES (1, 2);

-- survives
SELECT u.id, u.name, p.id AS post FROM users u LEFT JOIN posts p ON p.user_id = u.id ORDER BY 1;

-- survives after
SELECT u.id, u.name, p.id AS post FROM people u LEFT JOIN posts p ON p.user_id = u.id ORDER BY 1;

-- operations: sqlite, mysql
-- rename table "users" to "people"

-- operations: postgres
-- rename table "users" to "people"
-- rename constraint "users_pkey" of "people" to "people_pkey"

-- upgrade: sqlite
ALTER TABLE "users" RENAME TO "people";

-- upgrade: postgres
ALTER TABLE "users" RENAME TO "people";
ALTER TABLE "people" RENAME CONSTRAINT "users_pkey" TO "people_pkey";

-- upgrade: mysql
RENAME TABLE `users` TO `people`;

-- downgrade: sqlite
ALTER TABLE "people" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "people" RENAME CONSTRAINT "people_pkey" TO "users_pkey";
ALTER TABLE "people" RENAME TO "users";

-- downgrade: mysql
RENAME TABLE `people` TO `users`;
