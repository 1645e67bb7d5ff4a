-- Choose what logical replication knows a row by
-- absent: sqlite, mysql (have no such setting)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX users_email ON users (email);

-- to
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX users_email ON users (email);
ALTER TABLE users REPLICA IDENTITY USING INDEX users_email;

-- operations
-- alter options of table "users"

-- upgrade
ALTER TABLE "users" REPLICA IDENTITY USING INDEX "users_email";

-- downgrade
ALTER TABLE "users" REPLICA IDENTITY DEFAULT;
