-- Create sequences
-- absent: sqlite, mysql (have no sequences; MariaDB has)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY);
CREATE SEQUENCE numbers START 5 INCREMENT 2 MINVALUE 1 MAXVALUE 1000 CACHE 10 CYCLE;

-- operations
-- create sequence "numbers"

-- upgrade
CREATE SEQUENCE "numbers" INCREMENT BY 2 MAXVALUE 1000 START WITH 5 CACHE 10 CYCLE;

-- downgrade
DROP SEQUENCE "numbers";
