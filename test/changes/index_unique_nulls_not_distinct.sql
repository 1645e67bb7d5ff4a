-- Let a unique index hold NULL once
-- absent: sqlite, mysql (have no such choice)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE UNIQUE INDEX users_email ON users (email);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE UNIQUE INDEX users_email ON users (email) NULLS NOT DISTINCT;

-- operations
-- alter index "users_email" of "users"

-- upgrade
DROP INDEX "users_email";
CREATE UNIQUE INDEX "users_email" ON "users" ("email") NULLS NOT DISTINCT;

-- downgrade
DROP INDEX "users_email";
CREATE UNIQUE INDEX "users_email" ON "users" ("email");
