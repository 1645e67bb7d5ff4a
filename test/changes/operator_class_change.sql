-- Give an operator class another operator
-- absent: sqlite (has no operator classes), mysql (has no operator classes)

-- from
CREATE FUNCTION backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT btint4cmp($2, $1)';
CREATE OPERATOR CLASS reverse_ops FOR TYPE integer USING btree AS OPERATOR 1 >, FUNCTION 1 backwards(integer, integer);

-- to
CREATE FUNCTION backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT btint4cmp($2, $1)';
CREATE OPERATOR CLASS reverse_ops FOR TYPE integer USING btree AS OPERATOR 1 >, OPERATOR 3 =, FUNCTION 1 backwards(integer, integer);

-- operations
-- drop operator class "reverse_ops"
-- create operator class "reverse_ops"

-- upgrade
DROP OPERATOR CLASS "reverse_ops" USING btree;
CREATE OPERATOR CLASS reverse_ops FOR TYPE integer USING btree FAMILY reverse_ops AS OPERATOR 1 >(integer,integer), OPERATOR 3 =(integer,integer), FUNCTION 1 (integer, integer) backwards(integer,integer);

-- downgrade
DROP OPERATOR CLASS "reverse_ops" USING btree;
CREATE OPERATOR CLASS reverse_ops FOR TYPE integer USING btree FAMILY reverse_ops AS OPERATOR 1 >(integer,integer), FUNCTION 1 (integer, integer) backwards(integer,integer);
