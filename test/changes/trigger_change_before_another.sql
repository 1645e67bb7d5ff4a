-- Change a trigger that another one follows
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE t (a integer);
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 1;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a * 2;

-- to
CREATE TABLE t (a integer);
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 10;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a * 2;

-- operations
-- replace trigger "one"

-- upgrade: mysql
DROP TRIGGER `one`;
CREATE TRIGGER `one` BEFORE INSERT ON `t` FOR EACH ROW PRECEDES `two` SET NEW.a = NEW.a + 10;

-- upgrade: mariadb
CREATE OR REPLACE TRIGGER one BEFORE INSERT ON t FOR EACH ROW PRECEDES `two` SET NEW.a = NEW.a + 10;

-- downgrade: mysql
DROP TRIGGER `one`;
CREATE TRIGGER `one` BEFORE INSERT ON `t` FOR EACH ROW PRECEDES `two` SET NEW.a = NEW.a + 1;

-- downgrade: mariadb
CREATE OR REPLACE TRIGGER one BEFORE INSERT ON t FOR EACH ROW PRECEDES `two` SET NEW.a = NEW.a + 1;
