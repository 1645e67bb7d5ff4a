-- Comment on a constraint and on an index
-- absent: sqlite (keeps no comments), mysql (comments on no constraint)

-- from
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT age_ok CHECK (age > 0));
CREATE INDEX by_age ON users (age);

-- to
CREATE TABLE users (id integer PRIMARY KEY, age integer, CONSTRAINT age_ok CHECK (age > 0));
CREATE INDEX by_age ON users (age);
COMMENT ON CONSTRAINT age_ok ON users IS 'Born, that is';
COMMENT ON INDEX by_age IS 'For the list';

-- operations
-- alter check "age_ok" of "users"
-- alter index "by_age" of "users"

-- upgrade
COMMENT ON CONSTRAINT "age_ok" ON "users" IS 'Born, that is';
COMMENT ON INDEX "by_age" IS 'For the list';

-- downgrade
COMMENT ON INDEX "by_age" IS NULL;
COMMENT ON CONSTRAINT "age_ok" ON "users" IS NULL;
