-- Let a column that has one value have many
-- absent: sqlite, mysql (have no arrays)

-- from
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, was mood, "is" mood, tag varchar(10), number integer, list text);

-- to
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer PRIMARY KEY, was text[], "is" mood[], tag text[], number bigint[], list integer[]);

-- rows
INSERT INTO users VALUES (1, 'sad', 'glad', 'a', 7, '{1,2}'), (2, NULL, NULL, NULL, NULL, NULL);

-- survives
SELECT id, trim(BOTH '{}' FROM was::text) AS was, trim(BOTH '{}' FROM "is"::text) AS "is", trim(BOTH '{}' FROM tag::text) AS tag, trim(BOTH '{}' FROM number::text) AS number, list::text FROM users;

-- operations
-- alter column "was" of "users": type mood to text[]
-- alter column "is" of "users": type mood to mood[]
-- alter column "tag" of "users": type character varying(10) to text[]
-- alter column "number" of "users": type integer to bigint[]
-- alter column "list" of "users": type text to integer[]

-- upgrade
ALTER TABLE "users" ALTER COLUMN "was" TYPE text[] USING CASE WHEN "was" IS NOT NULL THEN ARRAY["was"]::text[] END, ALTER COLUMN "is" TYPE "mood"[] USING CASE WHEN "is" IS NOT NULL THEN ARRAY["is"]::"mood"[] END, ALTER COLUMN "tag" TYPE text[] USING CASE WHEN "tag" IS NOT NULL THEN ARRAY["tag"]::text[] END, ALTER COLUMN "number" TYPE bigint[] USING CASE WHEN "number" IS NOT NULL THEN ARRAY["number"]::bigint[] END, ALTER COLUMN "list" TYPE integer[] USING "list"::integer[];

-- downgrade
ALTER TABLE "users" ALTER COLUMN "list" TYPE text, ALTER COLUMN "number" TYPE integer USING nullif(array_to_string("number", ';', 'NULL'), '')::integer, ALTER COLUMN "tag" TYPE character varying(10), ALTER COLUMN "is" TYPE "mood" USING nullif(array_to_string("is", ';', 'NULL'), '')::"mood", ALTER COLUMN "was" TYPE "mood" USING nullif(array_to_string("was", ';', 'NULL'), '')::"mood";
