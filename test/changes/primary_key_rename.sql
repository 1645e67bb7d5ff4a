-- Rename a primary key's constraint
-- absent: sqlite (knows it by its table), mysql (calls every one PRIMARY)

-- from
CREATE TABLE users (id integer, CONSTRAINT old PRIMARY KEY (id));

-- to
CREATE TABLE users (id integer, CONSTRAINT new PRIMARY KEY (id));

-- rows
INSERT INTO users VALUES (1);

-- survives
SELECT * FROM users;

-- operations
-- rename constraint "old" of "users" to "new"

-- upgrade
ALTER TABLE "users" RENAME CONSTRAINT "old" TO "new";

-- downgrade
ALTER TABLE "users" RENAME CONSTRAINT "new" TO "old";
