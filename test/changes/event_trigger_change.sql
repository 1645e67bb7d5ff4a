-- Let an event trigger watch for something else, and switch it off
-- absent: sqlite (has no event triggers), mysql (has no event triggers)
-- alone

-- from
CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER guard ON ddl_command_end EXECUTE FUNCTION note();
CREATE EVENT TRIGGER other ON sql_drop EXECUTE FUNCTION note();

-- to
CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION note();
CREATE EVENT TRIGGER other ON sql_drop EXECUTE FUNCTION note();
ALTER EVENT TRIGGER other DISABLE;

-- operations
-- drop event trigger "guard"
-- create event trigger "guard"
-- create trigger state "other"

-- upgrade
DROP EVENT TRIGGER "guard";
CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION note();
ALTER EVENT TRIGGER "other" DISABLE;

-- downgrade
ALTER EVENT TRIGGER "other" ENABLE;
DROP EVENT TRIGGER "guard";
CREATE EVENT TRIGGER guard ON ddl_command_end EXECUTE FUNCTION note();
