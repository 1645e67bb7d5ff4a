-- Let a sequence of its own number a column
-- absent: sqlite, mysql (have one way to number rows)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE TABLE users (id serial PRIMARY KEY, name text);

-- rows
INSERT INTO users VALUES (1, 'Ann');

-- survives
SELECT * FROM users;

-- operations
-- create sequence "users_id_seq"
-- alter column "id" of "users": default nextval('users_id_seq'::regclass)

-- upgrade
CREATE SEQUENCE "users_id_seq" AS integer;
ALTER SEQUENCE "users_id_seq" OWNED BY "users"."id";
ALTER TABLE "users" ALTER COLUMN "id" SET DEFAULT nextval('users_id_seq'::regclass);

-- downgrade
ALTER TABLE "users" ALTER COLUMN "id" DROP DEFAULT;
DROP SEQUENCE "users_id_seq";
