-- Keep a column in another character set
-- absent: sqlite, postgres (have one character set in a database)

-- from
CREATE TABLE users (id integer PRIMARY KEY, code varchar(50) CHARACTER SET latin1 NOT NULL DEFAULT 'é' COMMENT 'c');

-- to
CREATE TABLE users (id integer PRIMARY KEY, code varchar(50) NOT NULL DEFAULT 'é' COMMENT 'c');

-- rows
INSERT INTO users VALUES (1, 'Zoë');

-- survives
SELECT * FROM users;

-- operations
-- alter column "code" of "users": collation default

-- upgrade
ALTER TABLE `users` MODIFY COLUMN `code` varchar(50) NOT NULL DEFAULT 'é' COMMENT 'c';

-- downgrade
ALTER TABLE `users` MODIFY COLUMN `code` varchar(50) COLLATE latin1_swedish_ci NOT NULL DEFAULT 'é' COMMENT 'c';
