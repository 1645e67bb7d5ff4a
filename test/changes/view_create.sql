-- Create a view and another on it

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE VIEW zebras AS SELECT id, name, age FROM users WHERE age > 17;
CREATE VIEW ants AS SELECT name FROM zebras;

-- rows
INSERT INTO users VALUES (1, 'Ann', 20);

-- survives
SELECT * FROM users;

-- operations
-- create view "zebras"
-- create view "ants"

-- upgrade: sqlite
CREATE VIEW zebras AS SELECT id, name, age FROM users WHERE age > 17;
CREATE VIEW ants AS SELECT name FROM zebras;

-- upgrade: postgres
CREATE VIEW "zebras" AS
SELECT id,
    name,
    age
   FROM users
  WHERE (age > 17);
CREATE VIEW "ants" AS
SELECT name
   FROM zebras;

-- upgrade: postgres15
CREATE VIEW "zebras" AS
SELECT users.id,
    users.name,
    users.age
   FROM users
  WHERE (users.age > 17);
CREATE VIEW "ants" AS
SELECT zebras.name
   FROM zebras;

-- upgrade: mysql
CREATE VIEW `zebras` AS select `users`.`id` AS `id`,`users`.`name` AS `name`,`users`.`age` AS `age` from `users` where (`users`.`age` > 17);
CREATE VIEW `ants` AS select `zebras`.`name` AS `name` from `zebras`;

-- upgrade: mariadb
CREATE VIEW `zebras` AS select `users`.`id` AS `id`,`users`.`name` AS `name`,`users`.`age` AS `age` from `users` where `users`.`age` > 17;
CREATE VIEW `ants` AS select `zebras`.`name` AS `name` from `zebras`;

-- downgrade: sqlite, postgres
DROP VIEW "ants";
DROP VIEW "zebras";

-- downgrade: mysql
DROP VIEW `ants`;
DROP VIEW `zebras`;
