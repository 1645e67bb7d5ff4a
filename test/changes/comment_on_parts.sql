-- Comment on what belongs to tables and domains
-- absent: sqlite (has no comments), mysql (has comments on tables and columns only)

-- from
CREATE DOMAIN age AS integer CONSTRAINT positive CHECK (value > 0);
CREATE TABLE users (id integer PRIMARY KEY, age age);
CREATE SEQUENCE numbers;
CREATE POLICY everybody ON users FOR SELECT USING (true);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
CREATE RULE kept AS ON DELETE TO users DO INSTEAD NOTHING;
CREATE STATISTICS id_age ON id, age FROM users;

-- to
CREATE DOMAIN age AS integer CONSTRAINT positive CHECK (value > 0);
CREATE TABLE users (id integer PRIMARY KEY, age age);
CREATE SEQUENCE numbers;
CREATE POLICY everybody ON users FOR SELECT USING (true);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
CREATE RULE kept AS ON DELETE TO users DO INSTEAD NOTHING;
CREATE STATISTICS id_age ON id, age FROM users;
COMMENT ON CONSTRAINT positive ON DOMAIN age IS 'nobody is unborn';
COMMENT ON CONSTRAINT users_pkey ON users IS 'a key';
COMMENT ON SEQUENCE numbers IS 'some';
COMMENT ON POLICY everybody ON users IS 'may read';
COMMENT ON TRIGGER noted ON users IS 'takes notes';
COMMENT ON RULE kept ON users IS 'for ever';
COMMENT ON STATISTICS id_age IS 'go together';

-- operations
-- alter sequence "numbers"
-- alter domain "age"
-- alter primary key "users_pkey" of "users"
-- create comment "POLICY "everybody" ON "users""
-- create comment "RULE "kept" ON "users""
-- create comment "STATISTICS "id_age""
-- create comment "TRIGGER "noted" ON "users""

-- upgrade
COMMENT ON SEQUENCE "numbers" IS 'some';
COMMENT ON CONSTRAINT "positive" ON DOMAIN "age" IS 'nobody is unborn';
COMMENT ON CONSTRAINT "users_pkey" ON "users" IS 'a key';
COMMENT ON POLICY "everybody" ON "users" IS 'may read';
COMMENT ON RULE "kept" ON "users" IS 'for ever';
COMMENT ON STATISTICS "id_age" IS 'go together';
COMMENT ON TRIGGER "noted" ON "users" IS 'takes notes';

-- downgrade
COMMENT ON TRIGGER "noted" ON "users" IS NULL;
COMMENT ON STATISTICS "id_age" IS NULL;
COMMENT ON RULE "kept" ON "users" IS NULL;
COMMENT ON POLICY "everybody" ON "users" IS NULL;
COMMENT ON CONSTRAINT "users_pkey" ON "users" IS NULL;
COMMENT ON CONSTRAINT "positive" ON DOMAIN "age" IS NULL;
COMMENT ON SEQUENCE "numbers" IS NULL;
