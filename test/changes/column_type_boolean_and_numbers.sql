-- Turn numbers into truth values, and truth values into numbers
-- absent: sqlite, mysql (have no booleans)

-- from
CREATE TABLE users (id integer PRIMARY KEY, active smallint NOT NULL DEFAULT 1, rank boolean, big bigint);

-- to
CREATE TABLE users (id integer PRIMARY KEY, active boolean NOT NULL DEFAULT true, rank bigint, big boolean);

-- rows
INSERT INTO users VALUES (1, 0, true, 1), (2, 1, NULL, NULL);

-- survives
SELECT id, active::text IN ('1', 'true') AS active, rank::text IN ('1', 'true') AS rank, big::text IN ('1', 'true') AS big FROM users;

-- operations
-- alter column "active" of "users": type smallint to boolean, default true
-- alter column "rank" of "users": type boolean to bigint
-- alter column "big" of "users": type bigint to boolean

-- upgrade
ALTER TABLE "users" ALTER COLUMN "active" DROP DEFAULT, ALTER COLUMN "active" TYPE boolean USING "active" <> 0, ALTER COLUMN "active" SET DEFAULT true, ALTER COLUMN "rank" TYPE bigint USING "rank"::integer::bigint, ALTER COLUMN "big" TYPE boolean USING "big" <> 0;

-- downgrade
ALTER TABLE "users" ALTER COLUMN "big" TYPE bigint USING "big"::integer::bigint, ALTER COLUMN "rank" TYPE boolean USING "rank" <> 0, ALTER COLUMN "active" DROP DEFAULT, ALTER COLUMN "active" TYPE smallint USING "active"::integer::smallint, ALTER COLUMN "active" SET DEFAULT 1;
