-- Let a column that has one value have many
-- absent: sqlite, mysql (have no arrays)

-- from
CREATE TABLE users (id integer PRIMARY KEY, tag varchar(10), number integer, list text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, tag text[], number bigint[], list integer[]);

-- rows
INSERT INTO users VALUES (1, 'a', 7, '{1,2}'), (2, NULL, NULL, NULL);

-- survives
SELECT id, trim(BOTH '{}' FROM tag::text) AS tag, trim(BOTH '{}' FROM number::text) AS number, list::text FROM users;

-- operations
-- alter column "tag" of "users": type character varying(10) to text[]
-- alter column "number" of "users": type integer to bigint[]
-- alter column "list" of "users": type text to integer[]

-- upgrade
ALTER TABLE "users" ALTER COLUMN "tag" TYPE text[] USING CASE WHEN "tag" IS NOT NULL THEN ARRAY["tag"]::text[] END, ALTER COLUMN "number" TYPE bigint[] USING CASE WHEN "number" IS NOT NULL THEN ARRAY["number"]::bigint[] END, ALTER COLUMN "list" TYPE integer[] USING "list"::integer[];

-- downgrade
ALTER TABLE "users" ALTER COLUMN "list" TYPE text, ALTER COLUMN "number" TYPE integer USING nullif(array_to_string("number", ';', 'NULL'), '')::integer, ALTER COLUMN "tag" TYPE character varying(10);
