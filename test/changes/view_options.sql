-- Let a view check what is written through it
-- absent: sqlite (writes through no view)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer);
CREATE VIEW adults AS SELECT id, age FROM users WHERE age > 17;

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, age integer);
CREATE VIEW adults WITH (security_barrier) AS SELECT id, age FROM users WHERE age > 17 WITH LOCAL CHECK OPTION;
COMMENT ON VIEW adults IS 'Of age';

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, age integer);
CREATE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW adults AS SELECT id, age FROM users WHERE age > 17 WITH LOCAL CHECK OPTION;

-- operations: postgres
-- drop view "adults"
-- create view "adults"
-- create comment "VIEW "adults""

-- operations: mysql
-- replace view "adults"

-- upgrade: postgres
DROP VIEW "adults";
CREATE VIEW "adults" WITH (security_barrier = 'true', check_option = 'local') AS
SELECT id,
    age
   FROM users
  WHERE (age > 17);
COMMENT ON VIEW "adults" IS 'Of age';

-- upgrade: postgres15
DROP VIEW "adults";
CREATE VIEW "adults" WITH (security_barrier = 'true', check_option = 'local') AS
SELECT users.id,
    users.age
   FROM users
  WHERE (users.age > 17);
COMMENT ON VIEW "adults" IS 'Of age';

-- upgrade: mysql
CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `adults` AS select `users`.`id` AS `id`,`users`.`age` AS `age` from `users` where (`users`.`age` > 17) WITH LOCAL CHECK OPTION;

-- upgrade: mariadb
CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `adults` AS select `users`.`id` AS `id`,`users`.`age` AS `age` from `users` where `users`.`age` > 17 WITH LOCAL CHECK OPTION;

-- downgrade: postgres
DROP VIEW "adults";
CREATE VIEW "adults" AS
SELECT id,
    age
   FROM users
  WHERE (age > 17);

-- downgrade: postgres15
DROP VIEW "adults";
CREATE VIEW "adults" AS
SELECT users.id,
    users.age
   FROM users
  WHERE (users.age > 17);

-- downgrade: mysql
CREATE OR REPLACE VIEW `adults` AS select `users`.`id` AS `id`,`users`.`age` AS `age` from `users` where (`users`.`age` > 17);

-- downgrade: mariadb
CREATE OR REPLACE VIEW `adults` AS select `users`.`id` AS `id`,`users`.`age` AS `age` from `users` where `users`.`age` > 17;
