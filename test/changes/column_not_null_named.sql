-- Give a NOT NULL a name
-- absent: sqlite (has no names for it), mysql (has no names for it), postgres15 (came with release 18)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, nick text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text CONSTRAINT must NOT NULL, nick text CONSTRAINT nick_too NOT NULL);

-- rows
INSERT INTO users VALUES (1, 'Ann', 'a');

-- survives
SELECT * FROM users;

-- operations
-- alter column "name" of "users"
-- alter column "nick" of "users": set not null

-- upgrade
ALTER TABLE "users" ALTER COLUMN "name" DROP NOT NULL, ADD CONSTRAINT "must" NOT NULL "name", ADD CONSTRAINT "nick_too" NOT NULL "nick";

-- downgrade
ALTER TABLE "users" ALTER COLUMN "nick" DROP NOT NULL, ALTER COLUMN "name" DROP NOT NULL, ALTER COLUMN "name" SET NOT NULL;
