-- Compare a varchar with a list of strings, in both spellings that the server has for it
-- absent: sqlite, mysql (keep the list as it is)

-- from
CREATE TABLE users (id integer PRIMARY KEY, state varchar(9));

-- to
CREATE TABLE users (id integer PRIMARY KEY, state varchar(9), CONSTRAINT listed CHECK (state IN ('new', 'it''s old')),
  CONSTRAINT cast_listed CHECK (state::text = ANY (ARRAY['new'::varchar, 'it''s old'::varchar]::text[])));
CREATE INDEX by_state ON users (id) WHERE state NOT IN ('new', 'old');
CREATE INDEX by_cast ON users (id) WHERE state::text = ANY (ARRAY['new'::varchar, 'old'::varchar]::text[]);
CREATE VIEW listed AS SELECT id FROM users WHERE state IN ('new', 'old');
CREATE POLICY own ON users USING (state IN ('new', 'old'));

-- operations
-- add check "cast_listed" to "users"
-- add check "listed" to "users"
-- create index "by_cast" on "users" (id)
-- create index "by_state" on "users" (id)
-- create policy "own"
-- create view "listed"

-- upgrade: postgres
ALTER TABLE "users" ADD CONSTRAINT "cast_listed" CHECK ((state)::text = ANY (ARRAY[('new'::character varying)::text, ('it''s old'::character varying)::text])), ADD CONSTRAINT "listed" CHECK ((state)::text = ANY (ARRAY['new'::character varying, 'it''s old'::character varying]));
CREATE INDEX "by_cast" ON "users" ("id") WHERE (state)::text = ANY (ARRAY[('new'::character varying)::text, ('old'::character varying)::text]);
CREATE INDEX "by_state" ON "users" ("id") WHERE (state)::text <> ALL (ARRAY['new'::character varying, 'old'::character varying]);
CREATE POLICY own ON users FOR ALL TO PUBLIC USING (((state)::text = ANY (ARRAY['new'::character varying, 'old'::character varying])));
CREATE VIEW "listed" AS
SELECT id
   FROM users
  WHERE ((state)::text = ANY (ARRAY['new'::character varying, 'old'::character varying]));

-- upgrade: postgres15
ALTER TABLE "users" ADD CONSTRAINT "cast_listed" CHECK ((state)::text = ANY (ARRAY[('new'::character varying)::text, ('it''s old'::character varying)::text])), ADD CONSTRAINT "listed" CHECK ((state)::text = ANY (ARRAY['new'::character varying, 'it''s old'::character varying]));
CREATE INDEX "by_cast" ON "users" ("id") WHERE (state)::text = ANY (ARRAY[('new'::character varying)::text, ('old'::character varying)::text]);
CREATE INDEX "by_state" ON "users" ("id") WHERE (state)::text <> ALL (ARRAY['new'::character varying, 'old'::character varying]);
CREATE POLICY own ON users FOR ALL TO PUBLIC USING (((state)::text = ANY (ARRAY['new'::character varying, 'old'::character varying])));
CREATE VIEW "listed" AS
SELECT users.id
   FROM users
  WHERE ((users.state)::text = ANY (ARRAY['new'::character varying, 'old'::character varying]));

-- downgrade
DROP VIEW "listed";
DROP POLICY "own" ON "users";
DROP INDEX "by_state";
DROP INDEX "by_cast";
ALTER TABLE "users" DROP CONSTRAINT "listed", DROP CONSTRAINT "cast_listed";
