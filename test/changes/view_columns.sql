-- Give a view other columns

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE VIEW adults AS SELECT id, name FROM users;
CREATE VIEW names AS SELECT name FROM adults;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE VIEW adults AS SELECT age, name FROM users;
CREATE VIEW names AS SELECT name FROM adults;

-- operations: sqlite, postgres
-- drop view "names"
-- drop view "adults"
-- create view "adults"
-- create view "names"

-- operations: mysql
-- replace view "adults"

-- upgrade: sqlite
DROP VIEW "names";
DROP VIEW "adults";
CREATE VIEW adults AS SELECT age, name FROM users;
CREATE VIEW names AS SELECT name FROM adults;

-- upgrade: postgres
DROP VIEW "names";
DROP VIEW "adults";
CREATE VIEW "adults" AS
SELECT age,
    name
   FROM users;
CREATE VIEW "names" AS
SELECT name
   FROM adults;

-- upgrade: postgres15
DROP VIEW "names";
DROP VIEW "adults";
CREATE VIEW "adults" AS
SELECT users.age,
    users.name
   FROM users;
CREATE VIEW "names" AS
SELECT adults.name
   FROM adults;

-- upgrade: mysql
CREATE OR REPLACE VIEW `adults` AS select `users`.`age` AS `age`,`users`.`name` AS `name` from `users`;

-- downgrade: sqlite
DROP VIEW "names";
DROP VIEW "adults";
CREATE VIEW adults AS SELECT id, name FROM users;
CREATE VIEW names AS SELECT name FROM adults;

-- downgrade: postgres
DROP VIEW "names";
DROP VIEW "adults";
CREATE VIEW "adults" AS
SELECT id,
    name
   FROM users;
CREATE VIEW "names" AS
SELECT name
   FROM adults;

-- downgrade: postgres15
DROP VIEW "names";
DROP VIEW "adults";
CREATE VIEW "adults" AS
SELECT users.id,
    users.name
   FROM users;
CREATE VIEW "names" AS
SELECT adults.name
   FROM adults;

-- downgrade: mysql
CREATE OR REPLACE VIEW `adults` AS select `users`.`id` AS `id`,`users`.`name` AS `name` from `users`;
