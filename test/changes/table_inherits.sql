-- Create a table that inherits the columns of another
-- absent: sqlite, mysql (have no inheritance)

-- from
CREATE TABLE cities (name text NOT NULL, people integer);

-- to
CREATE TABLE cities (name text NOT NULL, people integer);
CREATE TABLE capitals (country text NOT NULL) INHERITS (cities);

-- operations
-- create table "capitals"

-- upgrade
CREATE TABLE "capitals" (
  "country" text NOT NULL
) INHERITS ("cities");

-- downgrade
DROP TABLE "capitals";
