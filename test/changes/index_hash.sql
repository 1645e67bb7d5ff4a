-- Change an index's method
-- absent: sqlite (has one), mysql (has one for each kind of value)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE INDEX users_email ON users USING hash (email);

-- operations
-- alter index "users_email" of "users"

-- upgrade
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" USING "hash" ("email");

-- downgrade
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ("email");
