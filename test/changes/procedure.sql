-- Create a procedure and drop another
-- absent: sqlite (has no procedures)

-- from: postgres
CREATE TABLE logs (line text);
CREATE PROCEDURE old_one(n integer) LANGUAGE sql AS $$ DELETE FROM logs $$;

-- from: mysql
CREATE TABLE logs (line varchar(50));
CREATE PROCEDURE old_one(n integer) DELETE FROM logs;

-- to: postgres
CREATE TABLE logs (line text);
CREATE PROCEDURE new_one(t text) LANGUAGE sql AS $$ INSERT INTO logs VALUES (t) $$;

-- to: mysql
CREATE TABLE logs (line varchar(50));
CREATE PROCEDURE new_one(IN t varchar(20), OUT n integer)
BEGIN
  INSERT INTO logs VALUES (t);
  SELECT count(*) INTO n FROM logs;
END;

-- operations
-- drop procedure "old_one"
-- create procedure "new_one"

-- upgrade: postgres
DROP PROCEDURE "old_one"(integer);
CREATE OR REPLACE PROCEDURE new_one(IN t text)
 LANGUAGE sql
AS $procedure$ INSERT INTO logs VALUES (t) $procedure$;

-- upgrade: mysql
DROP PROCEDURE `old_one`;
CREATE PROCEDURE `new_one`(IN t varchar(20), OUT n integer)
BEGIN
  INSERT INTO logs VALUES (t);
  SELECT count(*) INTO n FROM logs;
END;

-- downgrade: postgres
DROP PROCEDURE "new_one"(text);
CREATE OR REPLACE PROCEDURE old_one(IN n integer)
 LANGUAGE sql
AS $procedure$ DELETE FROM logs $procedure$;

-- downgrade: mysql
DROP PROCEDURE `new_one`;
CREATE PROCEDURE `old_one`(n integer)
DELETE FROM logs;
