-- Let tables that inherit a column have NULL in it
-- absent: sqlite (has no inheritance), mysql (has no inheritance), postgres15 (came with release 18)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, nick text CONSTRAINT nicks NOT NULL, town text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL NO INHERIT, nick text CONSTRAINT nicks NOT NULL NO INHERIT, town text CONSTRAINT towns NOT NULL NO INHERIT, age integer NOT NULL NO INHERIT);

-- operations
-- add column "age" integer to "users"
-- alter column "name" of "users"
-- alter column "nick" of "users"
-- alter column "town" of "users": set not null

-- upgrade
ALTER TABLE "users" ADD COLUMN "age" integer NOT NULL NO INHERIT, ALTER COLUMN "name" DROP NOT NULL, ADD NOT NULL "name" NO INHERIT, ALTER COLUMN "nick" DROP NOT NULL, ADD CONSTRAINT "nicks" NOT NULL "nick" NO INHERIT, ADD CONSTRAINT "towns" NOT NULL "town" NO INHERIT;

-- downgrade
ALTER TABLE "users" ALTER COLUMN "town" DROP NOT NULL, ALTER COLUMN "nick" DROP NOT NULL, ADD CONSTRAINT "nicks" NOT NULL "nick", ALTER COLUMN "name" DROP NOT NULL, ALTER COLUMN "name" SET NOT NULL, DROP COLUMN "age";
