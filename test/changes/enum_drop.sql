-- Drop a type of listed values with its columns
-- absent: sqlite (has no enums), mysql (writes the values into the column's type)

-- from
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id integer PRIMARY KEY, mood mood);

-- to
CREATE TABLE users (id integer PRIMARY KEY);

-- rows
INSERT INTO users VALUES (1, 'ok');

-- survives
SELECT id FROM users;

-- operations
-- drop column "mood" of "users"
-- drop enum "mood"

-- upgrade
ALTER TABLE "users" DROP COLUMN "mood";
DROP TYPE "mood";

-- downgrade
CREATE TYPE "mood" AS ENUM ('sad', 'ok');
ALTER TABLE "users" ADD COLUMN "mood" "mood";
