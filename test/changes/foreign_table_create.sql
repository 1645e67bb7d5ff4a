-- Reach tables of another server; options of a user's mapping are not looked at
-- absent: sqlite (has no foreign tables), mysql (has an engine for them)
-- alone

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY);
CREATE FOREIGN DATA WRAPPER wire OPTIONS (debug 'true');
CREATE SERVER far TYPE 'files' VERSION '2' FOREIGN DATA WRAPPER wire OPTIONS (host 'far.example', "Port" '70');
CREATE USER MAPPING FOR pg_monitor SERVER far;
CREATE USER MAPPING FOR PUBLIC SERVER far;
CREATE FOREIGN TABLE orders (
  id integer OPTIONS (column_name 'nr') NOT NULL DEFAULT 3,
  name text COLLATE "C",
  CONSTRAINT is_positive CHECK (id > 0)
) SERVER far OPTIONS (table_name 'orders');
COMMENT ON FOREIGN DATA WRAPPER wire IS 'by wire';
COMMENT ON SERVER far IS 'far away';
COMMENT ON FOREIGN TABLE orders IS 'what was ordered';
COMMENT ON COLUMN orders.id IS 'a number';
GRANT USAGE ON FOREIGN DATA WRAPPER wire TO pg_monitor;
GRANT USAGE ON FOREIGN SERVER far TO pg_monitor;
GRANT SELECT ON orders TO pg_monitor;
CREATE VIEW ordered AS SELECT id FROM orders;

-- operations
-- create foreign data wrapper "wire"
-- create comment "FOREIGN DATA WRAPPER "wire""
-- create grant "FOREIGN DATA WRAPPER "wire" TO "pg_monitor""
-- create server "far"
-- create comment "SERVER "far""
-- create foreign table "orders"
-- create comment "COLUMN orders.id"
-- create comment "FOREIGN TABLE "orders""
-- create grant "TABLE "orders" TO "pg_monitor""
-- create view "ordered"
-- create grant "FOREIGN SERVER "far" TO "pg_monitor""
-- create user mapping "FOR PUBLIC SERVER far"
-- create user mapping "FOR pg_monitor SERVER far"

-- upgrade: postgres
CREATE FOREIGN DATA WRAPPER wire OPTIONS (debug 'true');
COMMENT ON FOREIGN DATA WRAPPER "wire" IS 'by wire';
GRANT USAGE ON FOREIGN DATA WRAPPER "wire" TO "pg_monitor";
CREATE SERVER far TYPE 'files' VERSION '2' FOREIGN DATA WRAPPER wire OPTIONS ("Port" '70', host 'far.example');
COMMENT ON SERVER "far" IS 'far away';
CREATE FOREIGN TABLE orders (
  id integer OPTIONS (column_name 'nr') NOT NULL DEFAULT 3,
  name text COLLATE "C",
  CONSTRAINT is_positive CHECK ((id > 0))
) SERVER far OPTIONS (table_name 'orders');
COMMENT ON COLUMN orders.id IS 'a number';
COMMENT ON FOREIGN TABLE "orders" IS 'what was ordered';
GRANT SELECT ON TABLE "orders" TO "pg_monitor";
CREATE VIEW "ordered" AS
SELECT id
   FROM orders;
GRANT USAGE ON FOREIGN SERVER "far" TO "pg_monitor";
CREATE USER MAPPING FOR PUBLIC SERVER far;
CREATE USER MAPPING FOR pg_monitor SERVER far;

-- upgrade: postgres15
CREATE FOREIGN DATA WRAPPER wire OPTIONS (debug 'true');
COMMENT ON FOREIGN DATA WRAPPER "wire" IS 'by wire';
GRANT USAGE ON FOREIGN DATA WRAPPER "wire" TO "pg_monitor";
CREATE SERVER far TYPE 'files' VERSION '2' FOREIGN DATA WRAPPER wire OPTIONS ("Port" '70', host 'far.example');
COMMENT ON SERVER "far" IS 'far away';
CREATE FOREIGN TABLE orders (
  id integer OPTIONS (column_name 'nr') NOT NULL DEFAULT 3,
  name text COLLATE "C",
  CONSTRAINT is_positive CHECK ((id > 0))
) SERVER far OPTIONS (table_name 'orders');
COMMENT ON COLUMN orders.id IS 'a number';
COMMENT ON FOREIGN TABLE "orders" IS 'what was ordered';
GRANT SELECT ON TABLE "orders" TO "pg_monitor";
CREATE VIEW "ordered" AS
SELECT orders.id
   FROM orders;
GRANT USAGE ON FOREIGN SERVER "far" TO "pg_monitor";
CREATE USER MAPPING FOR PUBLIC SERVER far;
CREATE USER MAPPING FOR pg_monitor SERVER far;

-- downgrade
DROP USER MAPPING FOR pg_monitor SERVER far;
DROP USER MAPPING FOR PUBLIC SERVER far;
DROP VIEW "ordered";
DROP FOREIGN TABLE "orders";
DROP SERVER "far";
DROP FOREIGN DATA WRAPPER "wire";
