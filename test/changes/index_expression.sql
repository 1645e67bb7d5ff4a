-- Index what is computed from columns
-- absent: mariadb (indexes columns only)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), name varchar(50));
CREATE INDEX users_email ON users (email);

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), name varchar(50));
CREATE INDEX users_email ON users (lower(email), name || 'x' DESC);

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), name varchar(50));
CREATE INDEX users_email ON users (lower(email), (name || 'x') DESC);

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50), name varchar(50), KEY users_email ((lower(email)), (concat(name, 'x')) DESC));

-- operations
-- alter index "users_email" of "users"

-- upgrade: sqlite
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" (lower(email), name || 'x' DESC);

-- upgrade: postgres
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ((lower((email)::text)), ((name)::text || 'x'::text) DESC);

-- upgrade: mysql
ALTER TABLE `users`
  DROP INDEX `users_email`,
  ADD INDEX `users_email` ((lower(`email`)), (concat(`name`,'x')) DESC);

-- downgrade: sqlite, postgres
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ("email");

-- downgrade: mysql
ALTER TABLE `users`
  DROP INDEX `users_email`,
  ADD INDEX `users_email` (`email`);
