-- Limit a text to a list of values
-- absent: sqlite (has no enums)

-- from
CREATE TABLE users (id integer PRIMARY KEY, mood varchar(10) NOT NULL DEFAULT 'ok');

-- to: postgres
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'ok');

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('sad', 'ok', 'glad') NOT NULL DEFAULT 'ok');

-- rows
INSERT INTO users VALUES (1, 'glad');

-- survives: postgres
SELECT id, mood::text FROM users;

-- survives
SELECT id, mood FROM users;

-- operations: postgres
-- create enum "mood"
-- alter column "mood" of "users": type character varying(10) to mood, default 'ok'::mood

-- operations: mysql
-- alter column "mood" of "users": type varchar(10) to enum('sad','ok','glad')

-- upgrade: postgres
CREATE TYPE "mood" AS ENUM ('sad', 'ok', 'glad');
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE "mood" USING "mood"::"mood", ALTER COLUMN "mood" SET DEFAULT 'ok'::mood;

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('sad','ok','glad') NOT NULL DEFAULT 'ok';

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE character varying(10), ALTER COLUMN "mood" SET DEFAULT 'ok'::character varying;
DROP TYPE "mood";

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` varchar(10) NOT NULL DEFAULT 'ok';
