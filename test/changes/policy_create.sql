-- Let people see their own rows
-- absent: sqlite, mysql (have no policies)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT USING (name = current_user);
CREATE POLICY no_delete ON users AS RESTRICTIVE FOR DELETE TO public USING (false);

-- operations
-- alter options of table "users"
-- create policy "no_delete"
-- create policy "own"

-- upgrade
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;
CREATE POLICY no_delete ON users AS RESTRICTIVE FOR DELETE TO PUBLIC USING (false);
CREATE POLICY own ON users FOR SELECT TO PUBLIC USING ((name = CURRENT_USER));

-- downgrade
DROP POLICY "own" ON "users";
DROP POLICY "no_delete" ON "users";
ALTER TABLE "users" DISABLE ROW LEVEL SECURITY;
