-- Create a type of listed values and use it
-- absent: sqlite (has no enums), mysql (writes the values into the column's type)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE TABLE users (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'sad', moods mood[]);

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT id FROM users;

-- operations
-- create enum "mood"
-- add column "mood" mood to "users"
-- add column "moods" mood[] to "users"

-- upgrade
CREATE TYPE "mood" AS ENUM ('sad', 'it''s ok');
ALTER TABLE "users" ADD COLUMN "mood" "mood" NOT NULL DEFAULT 'sad'::mood, ADD COLUMN "moods" "mood"[];

-- downgrade
ALTER TABLE "users" DROP COLUMN "moods", DROP COLUMN "mood";
DROP TYPE "mood";
