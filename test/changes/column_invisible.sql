-- Leave a column out of SELECT *
-- absent: sqlite, postgres (show every column)

-- from
CREATE TABLE users (id integer PRIMARY KEY, secret varchar(50) DEFAULT 'x');

-- to
CREATE TABLE users (id integer PRIMARY KEY, secret varchar(50) DEFAULT 'x' INVISIBLE);

-- rows
INSERT INTO users (id, secret) VALUES (1, 's');

-- survives
SELECT id, secret FROM users;

-- operations
-- alter column "secret" of "users"

-- upgrade
ALTER TABLE `users` MODIFY COLUMN `secret` varchar(50) DEFAULT 'x' INVISIBLE;

-- downgrade
ALTER TABLE `users` MODIFY COLUMN `secret` varchar(50) DEFAULT 'x';
