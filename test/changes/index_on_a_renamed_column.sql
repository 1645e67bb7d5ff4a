-- Add to an index a column that is renamed at the same time
-- rename: users.mail:users.email

-- from
CREATE TABLE users (id integer PRIMARY KEY, mail varchar(50), name varchar(50));
CREATE INDEX both_of_them ON users (mail);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), name varchar(50));
CREATE INDEX both_of_them ON users (email, name);

-- rows
INSERT INTO users VALUES (1, 'a@b', 'Ann');

-- survives
SELECT id, mail AS value FROM users;

-- survives after
SELECT id, email AS value FROM users;

-- operations
-- rename column "mail" of "users" to "email"
-- alter index "both_of_them" of "users"

-- upgrade: sqlite, postgres
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";
DROP INDEX "both_of_them";
CREATE INDEX "both_of_them" ON "users" ("email", "name");

-- upgrade: mysql
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
ALTER TABLE `users`
  DROP INDEX `both_of_them`,
  ADD INDEX `both_of_them` (`email`, `name`);

-- downgrade: sqlite, postgres
DROP INDEX "both_of_them";
CREATE INDEX "both_of_them" ON "users" ("email");
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";

-- downgrade: mysql
ALTER TABLE `users`
  DROP INDEX `both_of_them`,
  ADD INDEX `both_of_them` (`email`);
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
