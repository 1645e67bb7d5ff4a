-- Rename a table that a view reads
-- rename: users:people

-- from: sqlite, mysql
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE VIEW names AS SELECT users.name FROM users;

-- from: postgres
CREATE TABLE users (id integer, name varchar(50), CONSTRAINT pk PRIMARY KEY (id));
CREATE VIEW names AS SELECT users.name FROM users;

-- to: sqlite, mysql
CREATE TABLE people (id integer PRIMARY KEY, name varchar(50));
CREATE VIEW names AS SELECT people.name FROM people;

-- to: postgres
CREATE TABLE people (id integer, name varchar(50), CONSTRAINT pk PRIMARY KEY (id));
CREATE VIEW names AS SELECT people.name FROM people;

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT name FROM names;

-- operations
-- drop view "names"
-- rename table "users" to "people"
-- create view "names"

-- upgrade: sqlite
DROP VIEW "names";
ALTER TABLE "users" RENAME TO "people";
CREATE VIEW names AS SELECT people.name FROM people;

-- upgrade: postgres
DROP VIEW "names";
ALTER TABLE "users" RENAME TO "people";
CREATE VIEW "names" AS
SELECT name
   FROM people;

-- upgrade: postgres15
DROP VIEW "names";
ALTER TABLE "users" RENAME TO "people";
CREATE VIEW "names" AS
SELECT people.name
   FROM people;

-- upgrade: mysql
DROP VIEW `names`;
RENAME TABLE `users` TO `people`;
CREATE VIEW `names` AS select `people`.`name` AS `name` from `people`;

-- downgrade: sqlite
DROP VIEW "names";
ALTER TABLE "people" RENAME TO "users";
CREATE VIEW names AS SELECT users.name FROM users;

-- downgrade: postgres
DROP VIEW "names";
ALTER TABLE "people" RENAME TO "users";
CREATE VIEW "names" AS
SELECT name
   FROM users;

-- downgrade: postgres15
DROP VIEW "names";
ALTER TABLE "people" RENAME TO "users";
CREATE VIEW "names" AS
SELECT users.name
   FROM users;

-- downgrade: mysql
DROP VIEW `names`;
RENAME TABLE `people` TO `users`;
CREATE VIEW `names` AS select `users`.`name` AS `name` from `users`;
