-- Let a column have many values
-- absent: sqlite, mysql (have no arrays)

-- from
CREATE TABLE users (id integer PRIMARY KEY, tags integer[] NOT NULL DEFAULT '{1}', names varchar(10)[]);

-- to
CREATE TABLE users (id integer PRIMARY KEY, tags bigint[] NOT NULL DEFAULT '{1}', names text[]);

-- rows
INSERT INTO users VALUES (1, '{1,2}', '{a}');

-- survives
SELECT id, tags::text, names::text FROM users;

-- operations
-- alter column "tags" of "users": type integer[] to bigint[], default '{1}'::bigint[]
-- alter column "names" of "users": type character varying(10)[] to text[]

-- upgrade
ALTER TABLE "users" ALTER COLUMN "tags" DROP DEFAULT, ALTER COLUMN "tags" TYPE bigint[] USING "tags"::bigint[], ALTER COLUMN "tags" SET DEFAULT '{1}'::bigint[], ALTER COLUMN "names" TYPE text[] USING "names"::text[];

-- downgrade
ALTER TABLE "users" ALTER COLUMN "names" TYPE character varying(10)[] USING "names"::character varying(10)[], ALTER COLUMN "tags" DROP DEFAULT, ALTER COLUMN "tags" TYPE integer[] USING "tags"::integer[], ALTER COLUMN "tags" SET DEFAULT '{1}'::integer[];
