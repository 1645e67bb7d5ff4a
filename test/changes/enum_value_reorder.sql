-- Put the values of a list into another order
-- absent: sqlite (has no enums)

-- from: postgres
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood DEFAULT 'glad');

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('glad', 'sad') DEFAULT 'glad');

-- to: postgres
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood DEFAULT 'glad');

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('sad', 'glad') DEFAULT 'glad');

-- rows
INSERT INTO users VALUES (1, 'glad'), (2, 'sad');

-- survives: postgres
SELECT id, mood::text FROM users ORDER BY id;

-- survives
SELECT * FROM users ORDER BY id;

-- operations: postgres
-- alter enum "mood"

-- operations: mysql
-- alter column "mood" of "users": type enum('glad','sad') to enum('sad','glad')

-- upgrade: postgres
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('sad', 'glad');
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "mood" SET DEFAULT 'glad'::mood;
DROP TYPE "mood_old";

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('sad','glad') DEFAULT 'glad';

-- downgrade: postgres
ALTER TYPE "mood" RENAME TO "mood_old";
CREATE TYPE "mood" AS ENUM ('glad', 'sad');
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "mood" SET DEFAULT 'glad'::mood;
DROP TYPE "mood_old";

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('glad','sad') DEFAULT 'glad';
