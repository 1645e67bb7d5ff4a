-- Convert a table from latin1 to utf8mb4
-- absent: sqlite, postgres (have one character set in a database)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), bio text) CHARACTER SET latin1;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), bio text)
  CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- rows
INSERT INTO users VALUES (1, 'Zoë', 'é');

-- survives
SELECT * FROM users;

-- operations
-- alter options of table "users"

-- upgrade
ALTER TABLE `users`
  COLLATE = utf8mb4_unicode_ci,
  MODIFY COLUMN `name` varchar(50),
  MODIFY COLUMN `bio` text;

-- downgrade
ALTER TABLE `users`
  COLLATE = latin1_swedish_ci,
  MODIFY COLUMN `name` varchar(50),
  MODIFY COLUMN `bio` text;
