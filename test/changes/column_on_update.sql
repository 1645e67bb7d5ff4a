-- Let every update set a column, and let it be
-- absent: sqlite, postgres (have triggers for that)

-- from
CREATE TABLE users (id integer PRIMARY KEY, a timestamp NOT NULL DEFAULT '2020-01-01 00:00:00',
  b datetime(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3));

-- to
CREATE TABLE users (id integer PRIMARY KEY, a timestamp NOT NULL DEFAULT '2020-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP,
  b datetime(3) NULL DEFAULT CURRENT_TIMESTAMP(3));

-- rows
INSERT INTO users (id) VALUES (1);

-- survives
SELECT id, a FROM users;

-- operations
-- alter column "a" of "users"
-- alter column "b" of "users"

-- upgrade
ALTER TABLE `users`
  MODIFY COLUMN `a` timestamp NOT NULL DEFAULT '2020-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP,
  MODIFY COLUMN `b` datetime(3) DEFAULT CURRENT_TIMESTAMP(3);

-- downgrade
ALTER TABLE `users`
  MODIFY COLUMN `b` datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  MODIFY COLUMN `a` timestamp NOT NULL DEFAULT '2020-01-01 00:00:00';
