-- Convert a table to another collation
-- absent: sqlite, postgres (know the collations of columns only)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), code varchar(5) COLLATE utf8mb4_bin)
  CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), code varchar(5) COLLATE utf8mb4_bin)
  CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- rows
INSERT INTO users VALUES (1, 'Zoë 🦉', 'x');

-- survives
SELECT * FROM users;

-- operations
-- alter options of table "users"

-- upgrade
ALTER TABLE `users`
  COLLATE = utf8mb4_unicode_ci,
  MODIFY COLUMN `name` varchar(50);

-- downgrade
ALTER TABLE `users`
  COLLATE = utf8mb4_general_ci,
  MODIFY COLUMN `name` varchar(50);
