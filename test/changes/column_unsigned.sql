-- Forbid negative numbers by the type
-- absent: sqlite, postgres (have no such types)

-- from
CREATE TABLE users (id integer PRIMARY KEY, stars integer NOT NULL DEFAULT 1 COMMENT 'of five');

-- to
CREATE TABLE users (id integer PRIMARY KEY, stars integer unsigned NOT NULL DEFAULT 1 COMMENT 'of five');

-- rows
INSERT INTO users VALUES (1, 3);

-- survives
SELECT * FROM users;

-- operations
-- alter column "stars" of "users": type int to int unsigned

-- upgrade
ALTER TABLE `users` MODIFY COLUMN `stars` int unsigned NOT NULL DEFAULT 1 COMMENT 'of five';

-- downgrade
ALTER TABLE `users` MODIFY COLUMN `stars` int NOT NULL DEFAULT 1 COMMENT 'of five';
