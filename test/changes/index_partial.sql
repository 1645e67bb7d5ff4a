-- Index some of the rows
-- absent: mysql (indexes all rows)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text, gone integer);
CREATE UNIQUE INDEX users_email ON users (email);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text, gone integer);
CREATE UNIQUE INDEX users_email ON users (email) WHERE gone IS NULL;

-- operations
-- alter index "users_email" of "users"

-- upgrade
DROP INDEX "users_email";
CREATE UNIQUE INDEX "users_email" ON "users" ("email") WHERE gone IS NULL;

-- downgrade
DROP INDEX "users_email";
CREATE UNIQUE INDEX "users_email" ON "users" ("email");
