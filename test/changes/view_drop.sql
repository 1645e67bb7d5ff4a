-- Drop views that lean on each other

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE VIEW ants AS SELECT id, name, age FROM users WHERE age > 17;
CREATE VIEW zebras AS SELECT name FROM ants;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);

-- operations
-- drop view "zebras"
-- drop view "ants"

-- upgrade: sqlite, postgres
DROP VIEW "zebras";
DROP VIEW "ants";

-- upgrade: mysql
DROP VIEW `zebras`;
DROP VIEW `ants`;

-- downgrade: sqlite
CREATE VIEW ants AS SELECT id, name, age FROM users WHERE age > 17;
CREATE VIEW zebras AS SELECT name FROM ants;

-- downgrade: postgres
CREATE VIEW "ants" AS
SELECT id,
    name,
    age
   FROM users
  WHERE (age > 17);
CREATE VIEW "zebras" AS
SELECT name
   FROM ants;

-- downgrade: postgres15
CREATE VIEW "ants" AS
SELECT users.id,
    users.name,
    users.age
   FROM users
  WHERE (users.age > 17);
CREATE VIEW "zebras" AS
SELECT ants.name
   FROM ants;

-- downgrade: mysql
CREATE VIEW `ants` AS select `users`.`id` AS `id`,`users`.`name` AS `name`,`users`.`age` AS `age` from `users` where (`users`.`age` > 17);
CREATE VIEW `zebras` AS select `ants`.`name` AS `name` from `ants`;

-- downgrade: mariadb
CREATE VIEW `ants` AS select `users`.`id` AS `id`,`users`.`name` AS `name`,`users`.`age` AS `age` from `users` where `users`.`age` > 17;
CREATE VIEW `zebras` AS select `ants`.`name` AS `name` from `ants`;
