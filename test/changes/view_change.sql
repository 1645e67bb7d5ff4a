-- Change what a view selects

-- from
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name varchar(50), age integer);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 20;

-- operations: sqlite
-- drop view "adults"
-- create view "adults"

-- operations: postgres, mysql
-- replace view "adults"

-- upgrade: sqlite
DROP VIEW "adults";
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 20;

-- upgrade: postgres
CREATE OR REPLACE VIEW "adults" AS
SELECT id,
    name
   FROM users
  WHERE (age > 20);

-- upgrade: postgres15
CREATE OR REPLACE VIEW "adults" AS
SELECT users.id,
    users.name
   FROM users
  WHERE (users.age > 20);

-- upgrade: mysql
CREATE OR REPLACE VIEW `adults` AS select `users`.`id` AS `id`,`users`.`name` AS `name` from `users` where (`users`.`age` > 20);

-- upgrade: mariadb
CREATE OR REPLACE VIEW `adults` AS select `users`.`id` AS `id`,`users`.`name` AS `name` from `users` where `users`.`age` > 20;

-- downgrade: sqlite
DROP VIEW "adults";
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;

-- downgrade: postgres
CREATE OR REPLACE VIEW "adults" AS
SELECT id,
    name
   FROM users
  WHERE (age > 17);

-- downgrade: postgres15
CREATE OR REPLACE VIEW "adults" AS
SELECT users.id,
    users.name
   FROM users
  WHERE (users.age > 17);

-- downgrade: mysql
CREATE OR REPLACE VIEW `adults` AS select `users`.`id` AS `id`,`users`.`name` AS `name` from `users` where (`users`.`age` > 17);

-- downgrade: mariadb
CREATE OR REPLACE VIEW `adults` AS select `users`.`id` AS `id`,`users`.`name` AS `name` from `users` where `users`.`age` > 17;
