-- Keep a table in the order of an index, also of one that is made again
-- absent: sqlite (has no such order), mysql (keeps tables in the order of their primary keys)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, name text);
CREATE INDEX users_name ON users (name);
ALTER TABLE users CLUSTER ON users_name;
CREATE TABLE logs (id integer NOT NULL, at date NOT NULL);
CREATE UNIQUE INDEX logs_id ON logs (id);
CREATE INDEX logs_at ON logs (at);
ALTER TABLE logs REPLICA IDENTITY USING INDEX logs_id;
ALTER TABLE logs CLUSTER ON logs_at;

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, name text);
CREATE INDEX users_email ON users (email);
ALTER TABLE users CLUSTER ON users_email;
CREATE TABLE logs (id integer NOT NULL, at date NOT NULL);
CREATE UNIQUE INDEX logs_id ON logs (id, at);
CREATE INDEX logs_at ON logs (at) WHERE at > '2020-01-01';
ALTER TABLE logs REPLICA IDENTITY USING INDEX logs_id;

-- operations
-- alter index "logs_at" of "logs"
-- alter index "logs_id" of "logs"
-- alter options of table "logs"
-- drop index "users_name" of "users"
-- create index "users_email" on "users" (email)
-- alter options of table "users"

-- upgrade
DROP INDEX "logs_at";
CREATE INDEX "logs_at" ON "logs" ("at") WHERE at > '2020-01-01'::date;
DROP INDEX "logs_id";
CREATE UNIQUE INDEX "logs_id" ON "logs" ("id", "at");
ALTER TABLE "logs" SET WITHOUT CLUSTER;
DROP INDEX "users_name";
CREATE INDEX "users_email" ON "users" ("email");
ALTER TABLE "logs" REPLICA IDENTITY USING INDEX "logs_id";
ALTER TABLE "users" CLUSTER ON "users_email";

-- downgrade
DROP INDEX "users_email";
CREATE INDEX "users_name" ON "users" ("name");
DROP INDEX "logs_id";
CREATE UNIQUE INDEX "logs_id" ON "logs" ("id");
DROP INDEX "logs_at";
CREATE INDEX "logs_at" ON "logs" ("at");
ALTER TABLE "logs" CLUSTER ON "logs_at", REPLICA IDENTITY USING INDEX "logs_id";
ALTER TABLE "users" CLUSTER ON "users_name";
