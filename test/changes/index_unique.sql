-- Let an index forbid equal values

-- from
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50));
CREATE INDEX users_email ON users (email);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50));
CREATE UNIQUE INDEX users_email ON users (email);

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT * FROM users;

-- operations: sqlite, postgres
-- alter index "users_email" of "users"

-- operations: mysql
-- drop index "users_email" of "users"
-- add unique "users_email" to "users"

-- upgrade: sqlite, postgres
DROP INDEX "users_email";
CREATE UNIQUE INDEX "users_email" ON "users" ("email");

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `users_email`,
  ADD CONSTRAINT `users_email` UNIQUE (`email`);

-- downgrade: sqlite, postgres
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ("email");

-- downgrade: mysql
ALTER TABLE `users`
  DROP INDEX `users_email`,
  ADD INDEX `users_email` (`email`);
