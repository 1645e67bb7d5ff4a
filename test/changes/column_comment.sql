-- Comment on columns, change a comment and remove one
-- absent: sqlite (keeps no comments)

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', nick text, code text);
COMMENT ON COLUMN users.nick IS 'Old';
COMMENT ON COLUMN users.code IS 'Gone soon';

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) NOT NULL DEFAULT 'x', nick varchar(50) COMMENT 'Old',
  code varchar(50) COMMENT 'Gone soon');

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', nick text, code text);
COMMENT ON COLUMN users.name IS 'It''s new';
COMMENT ON COLUMN users.nick IS 'New';

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) NOT NULL DEFAULT 'x' COMMENT 'It''s new',
  nick varchar(50) COMMENT 'New', code varchar(50));

-- rows
INSERT INTO users VALUES (1, 'Ann', 'a', 'c');

-- survives
SELECT * FROM users;

-- operations
-- alter column "name" of "users"
-- alter column "nick" of "users"
-- alter column "code" of "users"

-- upgrade: postgres
COMMENT ON COLUMN "users"."name" IS 'It''s new';
COMMENT ON COLUMN "users"."nick" IS 'New';
COMMENT ON COLUMN "users"."code" IS NULL;

-- upgrade: mysql
ALTER TABLE `users`
  MODIFY COLUMN `name` varchar(50) NOT NULL DEFAULT 'x' COMMENT 'It''s new',
  MODIFY COLUMN `nick` varchar(50) COMMENT 'New',
  MODIFY COLUMN `code` varchar(50);

-- downgrade: postgres
COMMENT ON COLUMN "users"."code" IS 'Gone soon';
COMMENT ON COLUMN "users"."nick" IS 'Old';
COMMENT ON COLUMN "users"."name" IS NULL;

-- downgrade: mysql
ALTER TABLE `users`
  MODIFY COLUMN `code` varchar(50) COMMENT 'Gone soon',
  MODIFY COLUMN `nick` varchar(50) COMMENT 'Old',
  MODIFY COLUMN `name` varchar(50) NOT NULL DEFAULT 'x';
