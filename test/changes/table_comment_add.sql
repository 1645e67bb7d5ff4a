-- Comment on a table
-- absent: sqlite (keeps no comments)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY);
COMMENT ON TABLE users IS 'People''s accounts';

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY) COMMENT 'People''s accounts';

-- operations
-- set comment of table "users"

-- upgrade: postgres
COMMENT ON TABLE "users" IS 'People''s accounts';

-- upgrade: mysql
ALTER TABLE `users` COMMENT = 'People''s accounts';

-- downgrade: postgres
COMMENT ON TABLE "users" IS NULL;

-- downgrade: mysql
ALTER TABLE `users` COMMENT = '';
