-- Add a value to the end of a list
-- absent: sqlite (has no enums)

-- from: postgres
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id integer PRIMARY KEY, mood mood);

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('sad', 'ok') NOT NULL DEFAULT 'ok');

-- to: postgres
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood);

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('sad', 'ok', 'glad') NOT NULL DEFAULT 'ok');

-- rows
INSERT INTO users VALUES (1, 'ok');

-- survives: postgres
SELECT id, mood::text FROM users;

-- survives
SELECT * FROM users;

-- operations: postgres
-- alter enum "mood"

-- operations: mysql
-- alter column "mood" of "users": type enum('sad','ok') to enum('sad','ok','glad')

-- upgrade: postgres
ALTER TYPE "mood" ADD VALUE 'glad';

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('sad','ok','glad') NOT NULL DEFAULT 'ok';

-- downgrade: postgres
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'ok');
ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
DROP TYPE "mood_old";

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('sad','ok') NOT NULL DEFAULT 'ok';
