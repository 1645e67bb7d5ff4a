-- Let a column own the sequence of its default
-- absent: sqlite, mysql (have no sequences that columns own)

-- from
CREATE SEQUENCE numbers;
CREATE TABLE users (id bigint PRIMARY KEY DEFAULT nextval('numbers'));

-- to
CREATE SEQUENCE numbers;
CREATE TABLE users (id bigint PRIMARY KEY DEFAULT nextval('numbers'));
ALTER SEQUENCE numbers OWNED BY users.id;

-- rows
INSERT INTO users VALUES (DEFAULT);

-- survives
SELECT * FROM users;

-- operations
-- alter sequence "numbers"

-- upgrade
ALTER SEQUENCE "numbers" OWNED BY "users"."id";

-- downgrade
ALTER SEQUENCE "numbers" OWNED BY NONE;
