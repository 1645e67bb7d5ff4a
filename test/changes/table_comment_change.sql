-- Change the comment on a table
-- absent: sqlite (keeps no comments)

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY);
COMMENT ON TABLE users IS 'Old';

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY) COMMENT 'Old';

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY);
COMMENT ON TABLE users IS 'New \ "words"';

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY) COMMENT 'New \\ "words"';

-- operations
-- set comment of table "users"

-- upgrade: postgres
COMMENT ON TABLE "users" IS E'New \\ "words"';

-- upgrade: mysql
ALTER TABLE `users` COMMENT = 'New \\ "words"';

-- downgrade: postgres
COMMENT ON TABLE "users" IS 'Old';

-- downgrade: mysql
ALTER TABLE `users` COMMENT = 'Old';
