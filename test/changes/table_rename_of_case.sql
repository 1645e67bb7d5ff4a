-- Change the letter case of a table's name
-- absent: mysql (whether case tells tables apart is a setting of the server)
-- rename: users:Users

-- from: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));

-- from: postgres
CREATE TABLE users (id integer, name varchar(50), CONSTRAINT pk PRIMARY KEY (id));

-- to: sqlite
CREATE TABLE "Users" (id integer PRIMARY KEY, name varchar(50));

-- to: postgres
CREATE TABLE "Users" (id integer, name varchar(50), CONSTRAINT pk PRIMARY KEY (id));

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT id, name FROM users;

-- survives after
SELECT id, name FROM "Users";

-- operations
-- rename table "users" to "Users"

-- upgrade: sqlite
ALTER TABLE "users" RENAME TO "Users_renamed";
ALTER TABLE "Users_renamed" RENAME TO "Users";

-- upgrade: postgres
ALTER TABLE "users" RENAME TO "Users";

-- downgrade: sqlite
ALTER TABLE "Users" RENAME TO "users_renamed";
ALTER TABLE "users_renamed" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "Users" RENAME TO "users";
