-- Drop a sequence
-- absent: sqlite, mysql (have no sequences)

-- from
CREATE SEQUENCE numbers;
CREATE TABLE users (id integer PRIMARY KEY DEFAULT nextval('numbers'));

-- to
CREATE TABLE users (id integer PRIMARY KEY);

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT * FROM users;

-- operations
-- alter column "id" of "users": drop default
-- drop sequence "numbers"

-- upgrade
ALTER TABLE "users" ALTER COLUMN "id" DROP DEFAULT;
DROP SEQUENCE "numbers";

-- downgrade
CREATE SEQUENCE "numbers";
ALTER TABLE "users" ALTER COLUMN "id" SET DEFAULT nextval('numbers'::regclass);
