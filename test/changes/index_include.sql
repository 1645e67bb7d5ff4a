-- Keep other columns in an index
-- absent: sqlite, mysql (have no included columns)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text, name text);
CREATE INDEX users_email ON users (email);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text, name text);
CREATE INDEX users_email ON users (email) INCLUDE (name);

-- operations
-- alter index "users_email" of "users"

-- upgrade
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ("email") INCLUDE ("name");

-- downgrade
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ("email");
