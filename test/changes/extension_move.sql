-- Move an extension to another schema, and another one back
-- absent: sqlite (has no extensions of this kind), mysql (has no extensions of this kind)
-- alone

-- from
CREATE SCHEMA tools;
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm SCHEMA tools;

-- to
CREATE SCHEMA tools;
CREATE EXTENSION citext SCHEMA tools;
CREATE EXTENSION pg_trgm;

-- operations
-- replace extension "citext"
-- replace extension "pg_trgm"

-- upgrade
ALTER EXTENSION "citext" SET SCHEMA "tools";
DO 'BEGIN EXECUTE format(''ALTER %s SET SCHEMA %I'', ''EXTENSION "pg_trgm"'', current_schema()); END';

-- downgrade
ALTER EXTENSION "pg_trgm" SET SCHEMA "tools";
DO 'BEGIN EXECUTE format(''ALTER %s SET SCHEMA %I'', ''EXTENSION "citext"'', current_schema()); END';
