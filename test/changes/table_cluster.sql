-- Choose the index by which a table is sorted, and keep the choice when the index is made again
-- absent: sqlite, mysql (have no such setting)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, name text NOT NULL);
CREATE UNIQUE INDEX by_email ON users (email);
CREATE INDEX by_name ON users (name);
ALTER TABLE users CLUSTER ON by_name;
ALTER TABLE users REPLICA IDENTITY USING INDEX by_email;
CREATE TABLE posts (id integer NOT NULL);
CREATE UNIQUE INDEX old_key ON posts (id);
ALTER TABLE posts CLUSTER ON old_key, REPLICA IDENTITY USING INDEX old_key;

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, name text NOT NULL);
CREATE UNIQUE INDEX by_email ON users (email DESC);
CREATE INDEX by_name ON users (name);
ALTER TABLE users CLUSTER ON users_pkey;
ALTER TABLE users REPLICA IDENTITY USING INDEX by_email;
CREATE TABLE posts (id integer NOT NULL, CONSTRAINT new_key PRIMARY KEY (id));
ALTER TABLE posts CLUSTER ON new_key, REPLICA IDENTITY USING INDEX new_key;

-- operations
-- alter options of table "posts"
-- drop index "old_key" of "posts"
-- add primary key "new_key" to "posts"
-- alter options of table "posts"
-- alter options of table "users"
-- alter index "by_email" of "users"
-- alter options of table "users"

-- upgrade
ALTER TABLE "posts" SET WITHOUT CLUSTER, REPLICA IDENTITY DEFAULT;
DROP INDEX "old_key";
ALTER TABLE "posts" ADD CONSTRAINT "new_key" PRIMARY KEY ("id"), CLUSTER ON "new_key", REPLICA IDENTITY USING INDEX "new_key";
ALTER TABLE "users" SET WITHOUT CLUSTER, REPLICA IDENTITY DEFAULT;
DROP INDEX "by_email";
CREATE UNIQUE INDEX "by_email" ON "users" ("email" DESC);
ALTER TABLE "users" CLUSTER ON "users_pkey", REPLICA IDENTITY USING INDEX "by_email";

-- downgrade
ALTER TABLE "users" SET WITHOUT CLUSTER, REPLICA IDENTITY DEFAULT;
DROP INDEX "by_email";
CREATE UNIQUE INDEX "by_email" ON "users" ("email");
ALTER TABLE "users" CLUSTER ON "by_name", REPLICA IDENTITY USING INDEX "by_email";
ALTER TABLE "posts" SET WITHOUT CLUSTER, REPLICA IDENTITY DEFAULT, DROP CONSTRAINT "new_key";
CREATE UNIQUE INDEX "old_key" ON "posts" ("id");
ALTER TABLE "posts" CLUSTER ON "old_key", REPLICA IDENTITY USING INDEX "old_key";
