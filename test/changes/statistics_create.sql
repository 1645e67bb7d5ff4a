-- Let the planner know how two columns go together
-- absent: sqlite, mysql (have no such statistics)

-- from
CREATE TABLE users (id integer PRIMARY KEY, city text, zip text);

-- to
CREATE TABLE users (id integer PRIMARY KEY, city text, zip text);
CREATE STATISTICS places (dependencies, ndistinct) ON city, zip FROM users;

-- operations
-- create statistics "places"

-- upgrade
CREATE STATISTICS places (ndistinct, dependencies) ON city, zip FROM users;

-- downgrade
DROP STATISTICS "places";
