-- Say of an extension something else than it does itself
-- absent: sqlite (has no comments), mysql (has no extensions of this kind)
-- alone

-- from
CREATE EXTENSION pg_trgm;
CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS 'for mail addresses';

-- to
CREATE EXTENSION pg_trgm;
COMMENT ON EXTENSION pg_trgm IS 'for the search';
CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS NULL;

-- operations
-- drop comment "EXTENSION "citext""
-- create comment "EXTENSION "pg_trgm""

-- upgrade
COMMENT ON EXTENSION "citext" IS NULL;
COMMENT ON EXTENSION "pg_trgm" IS 'for the search';

-- downgrade
COMMENT ON EXTENSION "pg_trgm" IS NULL;
COMMENT ON EXTENSION "citext" IS 'for mail addresses';
