-- Reach another server, and a table that has one more column there
-- absent: sqlite (has no foreign tables), mysql (has an engine for them)
-- alone

-- from
CREATE FOREIGN DATA WRAPPER wire;
CREATE SERVER far FOREIGN DATA WRAPPER wire OPTIONS (host 'far.example', port '70');
CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password 'stays');
CREATE FOREIGN TABLE orders (id integer) SERVER far;
CREATE FOREIGN TABLE users (id integer) SERVER far OPTIONS (table_name 'users');

-- to
CREATE FOREIGN DATA WRAPPER wire;
CREATE SERVER far FOREIGN DATA WRAPPER wire OPTIONS (host 'near.example', dbname 'app');
CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password 'stays');
CREATE FOREIGN TABLE orders (id integer, at date) SERVER far;
CREATE FOREIGN TABLE users (id integer) SERVER far OPTIONS (table_name 'people');

-- survives
SELECT array_to_string(umoptions, ',') AS options FROM pg_user_mappings;

-- operations
-- drop foreign table "orders"
-- replace server "far"
-- create foreign table "orders"
-- replace foreign table "users"

-- upgrade
DROP FOREIGN TABLE "orders";
ALTER SERVER "far" OPTIONS (ADD dbname 'app', SET host 'near.example', DROP "port");
CREATE FOREIGN TABLE orders (
  id integer,
  at date
) SERVER far;
ALTER FOREIGN TABLE "users" OPTIONS (SET table_name 'people');

-- downgrade
ALTER FOREIGN TABLE "users" OPTIONS (SET table_name 'users');
DROP FOREIGN TABLE "orders";
ALTER SERVER "far" OPTIONS (SET host 'far.example', ADD port '70', DROP "dbname");
CREATE FOREIGN TABLE orders (
  id integer
) SERVER far;
