-- Sort an index in its own way
-- absent: mysql (sorts as the column does)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email COLLATE NOCASE);

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email COLLATE "C");

-- operations
-- alter index "users_email" of "users"

-- upgrade: sqlite
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ("email" COLLATE "NOCASE");

-- upgrade: postgres
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ("email" COLLATE "C");

-- downgrade
DROP INDEX "users_email";
CREATE INDEX "users_email" ON "users" ("email");
