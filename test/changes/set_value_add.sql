-- Add a value to a set
-- absent: sqlite, postgres (have no sets)

-- from
CREATE TABLE users (id integer PRIMARY KEY, tags set('a', 'b') NOT NULL DEFAULT 'a,b');

-- to
CREATE TABLE users (id integer PRIMARY KEY, tags set('a', 'b', 'c') NOT NULL DEFAULT 'a,b');

-- rows
INSERT INTO users VALUES (1, 'b');

-- survives
SELECT * FROM users;

-- operations
-- alter column "tags" of "users": type set('a','b') to set('a','b','c')

-- upgrade
ALTER TABLE `users` MODIFY COLUMN `tags` set('a','b','c') NOT NULL DEFAULT 'a,b';

-- downgrade
ALTER TABLE `users` MODIFY COLUMN `tags` set('a','b') NOT NULL DEFAULT 'a,b';
