-- Let NULL come first or last in an index
-- absent: sqlite, mysql (put NULL first)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE INDEX by_age ON users (age, name DESC);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE INDEX by_age ON users (age NULLS FIRST, name DESC NULLS LAST);

-- operations
-- alter index "by_age" of "users"

-- upgrade
DROP INDEX "by_age";
CREATE INDEX "by_age" ON "users" ("age" NULLS FIRST, "name" DESC NULLS LAST);

-- downgrade
DROP INDEX "by_age";
CREATE INDEX "by_age" ON "users" ("age", "name" DESC);
