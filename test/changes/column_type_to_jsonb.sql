-- Keep values of other types as JSON
-- absent: sqlite, mysql (keep JSON as text)

-- from
CREATE TABLE users (id integer PRIMARY KEY, born date, active boolean, tags text[]);

-- to
CREATE TABLE users (id integer PRIMARY KEY, born jsonb, active jsonb, tags jsonb);

-- rows
INSERT INTO users VALUES (1, '2000-01-01', true, NULL), (2, NULL, NULL, NULL);

-- survives
SELECT id, trim(BOTH '"' FROM born::text) AS born, active::text, tags::text FROM users;

-- operations
-- alter column "born" of "users": type date to jsonb
-- alter column "active" of "users": type boolean to jsonb
-- alter column "tags" of "users": type text[] to jsonb

-- upgrade
ALTER TABLE "users" ALTER COLUMN "born" TYPE jsonb USING to_jsonb("born"), ALTER COLUMN "active" TYPE jsonb USING to_jsonb("active"), ALTER COLUMN "tags" TYPE jsonb USING to_jsonb("tags");

-- downgrade
ALTER TABLE "users" ALTER COLUMN "tags" TYPE text[] USING "tags"::text::text[], ALTER COLUMN "active" TYPE boolean USING "active"::boolean, ALTER COLUMN "born" TYPE date USING ("born" #>> '{}')::date;
