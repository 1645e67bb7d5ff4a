-- Let a text be anything instead of a value of a list
-- absent: sqlite (has no enums)

-- from: postgres
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'ok');

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, mood enum('sad', 'ok', 'glad') NOT NULL DEFAULT 'ok');

-- to
CREATE TABLE users (id integer PRIMARY KEY, mood varchar(10) NOT NULL DEFAULT 'ok');

-- rows
INSERT INTO users VALUES (1, 'glad');

-- survives: postgres
SELECT id, mood::text FROM users;

-- survives
SELECT id, mood FROM users;

-- operations: postgres
-- alter column "mood" of "users": type mood to character varying(10), default 'ok'::character varying
-- drop enum "mood"

-- operations: mysql
-- alter column "mood" of "users": type enum('sad','ok','glad') to varchar(10)

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE character varying(10), ALTER COLUMN "mood" SET DEFAULT 'ok'::character varying;
DROP TYPE "mood";

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` varchar(10) NOT NULL DEFAULT 'ok';

-- downgrade: postgres
CREATE TYPE "mood" AS ENUM ('sad', 'ok', 'glad');
ALTER TABLE "users" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE "mood" USING "mood"::"mood", ALTER COLUMN "mood" SET DEFAULT 'ok'::mood;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `mood` enum('sad','ok','glad') NOT NULL DEFAULT 'ok';
