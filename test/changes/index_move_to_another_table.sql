-- Give the name of an index to one on another table
-- absent: mysql (has names of indexes for each table)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TABLE teams (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX by_name ON users (name);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE TABLE teams (id integer PRIMARY KEY, name varchar(50));
CREATE INDEX by_name ON teams (name);

-- operations
-- drop index "by_name" of "users"
-- create index "by_name" on "teams" (name)

-- upgrade
DROP INDEX "by_name";
CREATE INDEX "by_name" ON "teams" ("name");

-- downgrade
DROP INDEX "by_name";
CREATE INDEX "by_name" ON "users" ("name");
