-- Change a column of a table with a trigger, an index and a view, which all stay

-- from: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE TABLE logs (line text);
CREATE INDEX by_name ON users (name);
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO logs VALUES (new.name); END;
CREATE VIEW names AS SELECT name FROM users;

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE INDEX by_name ON users (name);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
CREATE VIEW names AS SELECT name FROM users;

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer, KEY by_name (name));
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = upper(NEW.name);
CREATE VIEW names AS SELECT name FROM users;

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, name text, age bigint NOT NULL DEFAULT 1);
CREATE TABLE logs (line text);
CREATE INDEX by_name ON users (name);
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO logs VALUES (new.name); END;
CREATE VIEW names AS SELECT name FROM users;

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, name text, age bigint NOT NULL DEFAULT 1);
CREATE INDEX by_name ON users (name);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
CREATE VIEW names AS SELECT name FROM users;

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age bigint NOT NULL DEFAULT 1, KEY by_name (name));
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET NEW.name = upper(NEW.name);
CREATE VIEW names AS SELECT name FROM users;

-- rows
INSERT INTO users VALUES (1, 'ANN', 20);

-- survives
SELECT name FROM names;

-- operations: sqlite, postgres
-- alter column "age" of "users": type integer to bigint, set not null, default 1

-- operations: mysql
-- alter column "age" of "users": type int to bigint, set not null, default 1

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" text,
  "age" bigint NOT NULL DEFAULT 1
);
INSERT INTO "whimbrel_new_users" ("id", "name", "age")
SELECT "id", "name", "age" FROM "users";
DROP TABLE "users";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "by_name" ON "users" ("name");
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO logs VALUES (new.name); END;

-- upgrade: postgres
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint, ALTER COLUMN "age" SET NOT NULL, ALTER COLUMN "age" SET DEFAULT 1;

-- upgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `age` bigint NOT NULL DEFAULT 1;

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "name" text,
  "age" integer
);
INSERT INTO "whimbrel_new_users" ("id", "name", "age")
SELECT "id", "name", "age" FROM "users";
DROP TABLE "users";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "by_name" ON "users" ("name");
CREATE TRIGGER noted AFTER INSERT ON users BEGIN INSERT INTO logs VALUES (new.name); END;

-- downgrade: postgres
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" TYPE integer, ALTER COLUMN "age" DROP NOT NULL;

-- downgrade: mysql
ALTER TABLE `users` MODIFY COLUMN `age` int;
