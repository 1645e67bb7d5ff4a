-- Change who may see what
-- absent: sqlite, mysql (have no policies)

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE POLICY own ON users USING (name = current_user);

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE POLICY own ON users USING (name = current_user OR id > 5) WITH CHECK (id > 0);

-- operations
-- drop policy "own"
-- create policy "own"

-- upgrade
DROP POLICY "own" ON "users";
CREATE POLICY own ON users FOR ALL TO PUBLIC USING (((name = CURRENT_USER) OR (id > 5))) WITH CHECK ((id > 0));

-- downgrade
DROP POLICY "own" ON "users";
CREATE POLICY own ON users FOR ALL TO PUBLIC USING ((name = CURRENT_USER));
