-- Change how the indexes behind keys are stored
-- absent: sqlite, mysql (have no such setting)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE WITH (fillfactor = 60), area box);

-- to
CREATE TABLE users (id integer PRIMARY KEY WITH (fillfactor = 70), email text UNIQUE, area box,
  EXCLUDE USING gist (area WITH &&) WITH (fillfactor = 80));

-- operations
-- alter primary key "users_pkey" of "users"
-- alter unique "users_email_key" of "users"
-- add exclusion "users_area_excl" to "users"

-- upgrade
ALTER TABLE "users" ADD CONSTRAINT "users_area_excl" EXCLUDE USING "gist" ("area" WITH &&) WITH (fillfactor = '80');
ALTER INDEX "users_pkey" SET (fillfactor = '70');
ALTER INDEX "users_email_key" RESET (fillfactor);

-- downgrade
ALTER TABLE "users" DROP CONSTRAINT "users_area_excl";
ALTER INDEX "users_email_key" SET (fillfactor = '60');
ALTER INDEX "users_pkey" RESET (fillfactor);
