-- Create an operator and use it in a view
-- absent: sqlite, mysql (have built-in operators only)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE FUNCTION same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT lower(a) = lower(b) $$;
CREATE OPERATOR === (FUNCTION = same, LEFTARG = text, RIGHTARG = text, COMMUTATOR = ===, RESTRICT = eqsel);
CREATE VIEW anns AS SELECT id FROM users WHERE name === 'ANN';

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations
-- create function "same"
-- create operator "==="
-- create view "anns"

-- upgrade: postgres
CREATE OR REPLACE FUNCTION same(a text, b text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT lower(a) = lower(b) $function$;
CREATE OPERATOR === (FUNCTION = same, COMMUTATOR = OPERATOR(===), RESTRICT = eqsel, LEFTARG = text, RIGHTARG = text);
CREATE VIEW "anns" AS
SELECT id
   FROM users
  WHERE (name === 'ANN'::text);

-- upgrade: postgres15
CREATE OR REPLACE FUNCTION same(a text, b text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT lower(a) = lower(b) $function$;
CREATE OPERATOR === (FUNCTION = same, COMMUTATOR = OPERATOR(===), RESTRICT = eqsel, LEFTARG = text, RIGHTARG = text);
CREATE VIEW "anns" AS
SELECT users.id
   FROM users
  WHERE (users.name === 'ANN'::text);

-- downgrade
DROP VIEW "anns";
DROP OPERATOR ===(text, text);
DROP FUNCTION "same"(text, text);
