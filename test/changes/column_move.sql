-- Put a column in another place
-- absent: sqlite, postgres (keep columns in the order in which they were made)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer, email varchar(50));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), name varchar(50), age integer);

-- rows
INSERT INTO users VALUES (1, 'Ann', 20, 'a@b');

-- survives
SELECT id, name, age, email FROM users;

-- operations
-- move column "email" of "users"

-- upgrade
ALTER TABLE `users` MODIFY COLUMN `email` varchar(50) AFTER `id`;

-- downgrade
ALTER TABLE `users` MODIFY COLUMN `email` varchar(50) AFTER `age`;
