-- A column that has another name now is another column, as long as nobody says otherwise

-- from
CREATE TABLE users (id integer PRIMARY KEY, mail varchar(100));

-- to
CREATE TABLE users (id integer PRIMARY KEY, email varchar(100));

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT id FROM users;

-- operations: sqlite, mysql
-- add column "email" varchar(100) to "users"
-- drop column "mail" of "users"

-- operations: postgres
-- add column "email" character varying(100) to "users"
-- drop column "mail" of "users"

-- upgrade: sqlite
ALTER TABLE "users" ADD COLUMN "email" varchar(100);
ALTER TABLE "users" DROP COLUMN "mail";

-- upgrade: postgres
ALTER TABLE "users" ADD COLUMN "email" character varying(100), DROP COLUMN "mail";

-- upgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `email` varchar(100),
  DROP COLUMN `mail`;

-- downgrade: sqlite
ALTER TABLE "users" ADD COLUMN "mail" varchar(100);
ALTER TABLE "users" DROP COLUMN "email";

-- downgrade: postgres
ALTER TABLE "users" ADD COLUMN "mail" character varying(100), DROP COLUMN "email";

-- downgrade: mysql
ALTER TABLE `users`
  ADD COLUMN `mail` varchar(100) AFTER `id`,
  DROP COLUMN `email`;
