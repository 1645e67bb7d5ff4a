-- Remove the comment on a table
-- absent: sqlite (keeps no comments)

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY);
COMMENT ON TABLE users IS 'Old';

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY) COMMENT 'Old';

-- to
CREATE TABLE users (id integer PRIMARY KEY);

-- operations
-- remove comment of table "users"

-- upgrade: postgres
COMMENT ON TABLE "users" IS NULL;

-- upgrade: mysql
ALTER TABLE `users` COMMENT = '';

-- downgrade: postgres
COMMENT ON TABLE "users" IS 'Old';

-- downgrade: mysql
ALTER TABLE `users` COMMENT = 'Old';
