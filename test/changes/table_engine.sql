-- Change a table's storage engine
-- absent: sqlite, postgres (have no storage engines)

-- from
CREATE TABLE logs (id integer PRIMARY KEY, line varchar(50)) ENGINE = InnoDB;

-- to
CREATE TABLE logs (id integer PRIMARY KEY, line varchar(50)) ENGINE = MyISAM;

-- rows
INSERT INTO logs VALUES (1, 'x');

-- survives
SELECT * FROM logs;

-- operations
-- alter options of table "logs"

-- upgrade
ALTER TABLE `logs` ENGINE = MyISAM;

-- downgrade
ALTER TABLE `logs` ENGINE = InnoDB;
