-- Give a column of a view a default, for what is inserted through it
-- absent: sqlite (views have no defaults), mysql (views have no defaults)

-- from
CREATE TABLE users (id integer, name text, age integer);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;
ALTER VIEW adults ALTER COLUMN name SET DEFAULT 'nobody';

-- to
CREATE TABLE users (id integer, name text, age bigint);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;
ALTER VIEW adults ALTER COLUMN id SET DEFAULT 7;
ALTER VIEW adults ALTER COLUMN name SET DEFAULT 'somebody';

-- operations
-- drop view default "name"
-- drop view "adults"
-- alter column "age" of "users": type integer to bigint
-- create view "adults"
-- create view default "id"
-- create view default "name"

-- upgrade: postgres
DROP VIEW "adults";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE VIEW "adults" AS
SELECT id,
    name
   FROM users
  WHERE (age > 17);
ALTER VIEW adults ALTER COLUMN id SET DEFAULT 7;
ALTER VIEW adults ALTER COLUMN name SET DEFAULT 'somebody'::text;

-- upgrade: postgres15
DROP VIEW "adults";
ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint;
CREATE VIEW "adults" AS
SELECT users.id,
    users.name
   FROM users
  WHERE (users.age > 17);
ALTER VIEW adults ALTER COLUMN id SET DEFAULT 7;
ALTER VIEW adults ALTER COLUMN name SET DEFAULT 'somebody'::text;

-- downgrade: postgres
DROP VIEW "adults";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE VIEW "adults" AS
SELECT id,
    name
   FROM users
  WHERE (age > 17);
ALTER VIEW adults ALTER COLUMN name SET DEFAULT 'nobody'::text;

-- downgrade: postgres15
DROP VIEW "adults";
ALTER TABLE "users" ALTER COLUMN "age" TYPE integer;
CREATE VIEW "adults" AS
SELECT users.id,
    users.name
   FROM users
  WHERE (users.age > 17);
ALTER VIEW adults ALTER COLUMN name SET DEFAULT 'nobody'::text;
