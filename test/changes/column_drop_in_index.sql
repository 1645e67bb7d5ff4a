-- Drop a column that an index is on
-- column order: postgres, sqlite (columns are added at the end)

-- from
CREATE TABLE users (id integer PRIMARY KEY, nick varchar(20), name varchar(50));
CREATE INDEX users_nick ON users (nick);
CREATE INDEX users_both ON users (name, nick);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- rows
INSERT INTO users VALUES (1, 'a', 'Ann');

-- survives
SELECT id, name FROM users;

-- operations
-- drop index "users_both" of "users"
-- drop index "users_nick" of "users"
-- drop column "nick" of "users"

-- upgrade: sqlite, postgres
DROP INDEX "users_both";
DROP INDEX "users_nick";
ALTER TABLE "users" DROP COLUMN "nick";

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `users_both`,
  DROP INDEX `users_nick`,
  DROP COLUMN `nick`;

-- downgrade: sqlite
ALTER TABLE "users" ADD COLUMN "nick" varchar(20);
CREATE INDEX "users_nick" ON "users" ("nick");
CREATE INDEX "users_both" ON "users" ("name", "nick");

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "nick" character varying(20);
CREATE INDEX "users_nick" ON "users" ("nick");
CREATE INDEX "users_both" ON "users" ("name", "nick");

-- downgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `nick` varchar(20) AFTER `id`,
  ADD INDEX `users_nick` (`nick`),
  ADD INDEX `users_both` (`name`, `nick`);
