-- Rename a check
-- absent: sqlite (knows no way but to make the table anew, which it does not for a name)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT old CHECK (age > 0));

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT new CHECK (age > 0));

-- operations
-- rename constraint "old" of "users" to "new"

-- upgrade: postgres
ALTER TABLE "users" RENAME CONSTRAINT "old" TO "new";

-- upgrade: mysql
ALTER TABLE `users`
  DROP CONSTRAINT `old`,
  ADD CONSTRAINT `new` CHECK (`age` > 0);

-- downgrade: postgres
ALTER TABLE "users" RENAME CONSTRAINT "new" TO "old";

-- downgrade: mysql
ALTER TABLE `users`
  DROP CONSTRAINT `new`,
  ADD CONSTRAINT `old` CHECK (`age` > 0);
