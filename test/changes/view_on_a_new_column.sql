-- Let a view read a column that is new

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50));
CREATE VIEW names AS SELECT id, name FROM users;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE VIEW names AS SELECT id, name, age FROM users;

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT id, name FROM users;

-- operations: sqlite
-- drop view "names"
-- add column "age" integer to "users"
-- create view "names"

-- operations: postgres
-- add column "age" integer to "users"
-- replace view "names"

-- operations: mysql
-- add column "age" int to "users"
-- replace view "names"

-- upgrade: sqlite
DROP VIEW "names";
ALTER TABLE "users" ADD COLUMN "age" integer;
CREATE VIEW names AS SELECT id, name, age FROM users;

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "age" integer;
CREATE OR REPLACE VIEW "names" AS
SELECT id,
    name,
    age
   FROM users;

-- upgrade: postgres15
ALTER TABLE "users" ADD COLUMN "age" integer;
CREATE OR REPLACE VIEW "names" AS
SELECT users.id,
    users.name,
    users.age
   FROM users;

-- upgrade: mysql
ALTER TABLE `users` ADD COLUMN `age` int;
CREATE OR REPLACE VIEW `names` AS select `users`.`id` AS `id`,`users`.`name` AS `name`,`users`.`age` AS `age` from `users`;

-- downgrade: sqlite
DROP VIEW "names";
ALTER TABLE "users" DROP COLUMN "age";
CREATE VIEW names AS SELECT id, name FROM users;

-- downgrade: postgres
DROP VIEW "names";
CREATE VIEW "names" AS
SELECT id,
    name
   FROM users;
ALTER TABLE "users" DROP COLUMN "age";

-- downgrade: postgres15
DROP VIEW "names";
CREATE VIEW "names" AS
SELECT users.id,
    users.name
   FROM users;
ALTER TABLE "users" DROP COLUMN "age";

-- downgrade: mysql
CREATE OR REPLACE VIEW `names` AS select `users`.`id` AS `id`,`users`.`name` AS `name` from `users`;
ALTER TABLE `users` DROP COLUMN `age`;
