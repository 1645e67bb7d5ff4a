-- Rename a column that a trigger writes
-- rename: users.mail:users.email

-- from: sqlite
CREATE TABLE users (id integer PRIMARY KEY, mail text);
CREATE TRIGGER lowered AFTER INSERT ON users BEGIN UPDATE users SET mail = lower(mail) WHERE id = new.id; END;

-- from: mysql
CREATE TABLE users (id integer PRIMARY KEY, mail varchar(50));
CREATE TRIGGER lowered BEFORE INSERT ON users FOR EACH ROW SET NEW.mail = lower(NEW.mail);

-- from: postgres
CREATE TABLE users (id integer PRIMARY KEY, mail text);
CREATE FUNCTION lowered() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.mail := lower(NEW.mail); RETURN NEW; END';
CREATE TRIGGER lowered BEFORE INSERT OR UPDATE OF mail ON users FOR EACH ROW EXECUTE FUNCTION lowered();

-- to: sqlite
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE TRIGGER lowered AFTER INSERT ON users BEGIN UPDATE users SET email = lower(email) WHERE id = new.id; END;

-- to: mysql
CREATE TABLE users (id integer PRIMARY KEY, email varchar(50));
CREATE TRIGGER lowered BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email);

-- to: postgres
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE FUNCTION lowered() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.email := lower(NEW.email); RETURN NEW; END';
CREATE TRIGGER lowered BEFORE INSERT OR UPDATE OF email ON users FOR EACH ROW EXECUTE FUNCTION lowered();

-- rows
INSERT INTO users VALUES (1, 'A@B');

-- survives
SELECT id, mail AS value FROM users;

-- survives after
SELECT id, email AS value FROM users;

-- operations: sqlite, mysql
-- drop trigger "lowered"
-- rename column "mail" of "users" to "email"
-- create trigger "lowered"

-- operations: postgres
-- drop trigger "lowered"
-- rename column "mail" of "users" to "email"
-- replace function "lowered"
-- create trigger "lowered"

-- upgrade: sqlite
DROP TRIGGER "lowered";
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";
CREATE TRIGGER lowered AFTER INSERT ON users BEGIN UPDATE users SET email = lower(email) WHERE id = new.id; END;

-- upgrade: postgres
DROP TRIGGER "lowered" ON "users";
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";
CREATE OR REPLACE FUNCTION lowered()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN NEW.email := lower(NEW.email); RETURN NEW; END$function$;
CREATE TRIGGER lowered BEFORE INSERT OR UPDATE OF email ON users FOR EACH ROW EXECUTE FUNCTION lowered();

-- upgrade: mysql
DROP TRIGGER `lowered`;
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
CREATE TRIGGER `lowered` BEFORE INSERT ON `users` FOR EACH ROW SET NEW.email = lower(NEW.email);

-- upgrade: mariadb
DROP TRIGGER `lowered`;
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
CREATE TRIGGER lowered BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email);

-- downgrade: sqlite
DROP TRIGGER "lowered";
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";
CREATE TRIGGER lowered AFTER INSERT ON users BEGIN UPDATE users SET mail = lower(mail) WHERE id = new.id; END;

-- downgrade: postgres
DROP TRIGGER "lowered" ON "users";
CREATE OR REPLACE FUNCTION lowered()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN NEW.mail := lower(NEW.mail); RETURN NEW; END$function$;
ALTER TABLE "users" RENAME COLUMN "email" TO "mail";
CREATE TRIGGER lowered BEFORE INSERT OR UPDATE OF mail ON users FOR EACH ROW EXECUTE FUNCTION lowered();

-- downgrade: mysql
DROP TRIGGER `lowered`;
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
CREATE TRIGGER `lowered` BEFORE INSERT ON `users` FOR EACH ROW SET NEW.mail = lower(NEW.mail);

-- downgrade: mariadb
DROP TRIGGER `lowered`;
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
CREATE TRIGGER lowered BEFORE INSERT ON users FOR EACH ROW SET NEW.mail = lower(NEW.mail);
