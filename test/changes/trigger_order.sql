-- Let triggers of one event run in another order
-- absent: sqlite, postgres (have nothing like it)

-- from
CREATE TABLE t (a integer);
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 1;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a * 2;
CREATE TRIGGER three BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a * 3;

-- to
CREATE TABLE t (a integer);
CREATE TRIGGER first BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 5;
CREATE TRIGGER three BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a * 3;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a * 2;

-- operations
-- drop trigger "three"
-- drop trigger "two"
-- drop trigger "one"
-- create trigger "first"
-- create trigger "three"
-- create trigger "two"

-- upgrade: mysql
DROP TRIGGER `three`;
DROP TRIGGER `two`;
DROP TRIGGER `one`;
CREATE TRIGGER `first` BEFORE INSERT ON `t` FOR EACH ROW SET NEW.a = 5;
CREATE TRIGGER `three` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `first` SET NEW.a = NEW.a * 3;
CREATE TRIGGER `two` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `three` SET NEW.a = NEW.a * 2;

-- upgrade: mariadb
DROP TRIGGER `three`;
DROP TRIGGER `two`;
DROP TRIGGER `one`;
CREATE TRIGGER first BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 5;
CREATE TRIGGER three BEFORE INSERT ON t FOR EACH ROW FOLLOWS `first` SET NEW.a = NEW.a * 3;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW FOLLOWS `three` SET NEW.a = NEW.a * 2;

-- downgrade: mysql
DROP TRIGGER `two`;
DROP TRIGGER `three`;
DROP TRIGGER `first`;
CREATE TRIGGER `one` BEFORE INSERT ON `t` FOR EACH ROW SET NEW.a = NEW.a + 1;
CREATE TRIGGER `two` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `one` SET NEW.a = NEW.a * 2;
CREATE TRIGGER `three` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `two` SET NEW.a = NEW.a * 3;

-- downgrade: mariadb
DROP TRIGGER `two`;
DROP TRIGGER `three`;
DROP TRIGGER `first`;
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 1;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW FOLLOWS `one` SET NEW.a = NEW.a * 2;
CREATE TRIGGER three BEFORE INSERT ON t FOR EACH ROW FOLLOWS `two` SET NEW.a = NEW.a * 3;
