-- Publish other things by a publication
-- absent: sqlite (has no publications), mysql (publishes by its configuration)
-- alone

-- from
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TABLE logs (id integer PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE users, logs WITH (publish = 'insert');
CREATE PUBLICATION everything FOR ALL TABLES;

-- to
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TABLE notes (id integer PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE users (id), notes WITH (publish = 'insert, delete');
CREATE PUBLICATION everything;

-- operations
-- drop publication table "feed"
-- drop publication table "feed"
-- drop publication "everything"
-- create table "notes"
-- drop table "logs"
-- create publication "everything"
-- replace publication "feed"
-- create publication table "feed"
-- create publication table "feed"

-- upgrade
ALTER PUBLICATION "feed" DROP TABLE "users";
DROP PUBLICATION "everything";
CREATE TABLE "notes" (
  "id" integer NOT NULL,
  CONSTRAINT "notes_pkey" PRIMARY KEY ("id")
);
DROP TABLE "logs";
CREATE PUBLICATION everything WITH (publish = 'insert, update, delete, truncate');
ALTER PUBLICATION "feed" SET (publish = 'insert, delete');
ALTER PUBLICATION feed ADD TABLE ONLY notes;
ALTER PUBLICATION feed ADD TABLE ONLY users (id);

-- downgrade
ALTER PUBLICATION "feed" DROP TABLE "users";
ALTER PUBLICATION "feed" SET (publish = 'insert');
DROP PUBLICATION "everything";
CREATE TABLE "logs" (
  "id" integer NOT NULL,
  CONSTRAINT "logs_pkey" PRIMARY KEY ("id")
);
DROP TABLE "notes";
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert, update, delete, truncate');
ALTER PUBLICATION feed ADD TABLE ONLY logs;
ALTER PUBLICATION feed ADD TABLE ONLY users;
