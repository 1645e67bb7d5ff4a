-- Add several values, between the others and before them
-- absent: sqlite (has no enums)

-- from: postgres
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood);

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('sad', 'glad'));

-- to: postgres
CREATE TYPE mood AS ENUM ('awful', 'sad', 'meh', 'ok', 'glad', 'great');
CREATE TABLE users (id integer PRIMARY KEY, mood mood);

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('awful', 'sad', 'meh', 'ok', 'glad', 'great'));

-- rows
INSERT INTO users VALUES (1, 'glad');

-- survives: postgres
SELECT id, mood::text FROM users;

-- survives
SELECT * FROM users;

-- operations: postgres
-- alter enum "mood"

-- operations: mysql
-- alter column "mood" of "users": type enum('sad','glad') to enum('awful','sad','meh','ok','glad','great')

-- upgrade: postgres
ALTER TYPE "mood" ADD VALUE 'awful' BEFORE 'sad';
ALTER TYPE "mood" ADD VALUE 'meh' BEFORE 'glad';
ALTER TYPE "mood" ADD VALUE 'ok' BEFORE 'glad';
ALTER TYPE "mood" ADD VALUE 'great';

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('awful','sad','meh','ok','glad','great');

-- downgrade: postgres
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
DROP TYPE "mood_old";

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('sad','glad');
