-- Switch a rule off, and another one on for replicas only
-- absent: sqlite, mysql (have no rules)

-- from
CREATE TABLE users (id integer PRIMARY KEY);
CREATE RULE off AS ON DELETE TO users DO INSTEAD NOTHING;
CREATE RULE replica AS ON UPDATE TO users DO INSTEAD NOTHING;
CREATE RULE gone AS ON INSERT TO users DO INSTEAD NOTHING;
ALTER TABLE users DISABLE RULE gone, DISABLE RULE replica;

-- to
CREATE TABLE users (id integer PRIMARY KEY);
CREATE RULE off AS ON DELETE TO users DO INSTEAD NOTHING;
CREATE RULE replica AS ON UPDATE TO users DO INSTEAD NOTHING;
ALTER TABLE users DISABLE RULE off, ENABLE REPLICA RULE replica;

-- operations
-- drop rule state "gone"
-- drop rule "gone"
-- create rule state "off"
-- replace rule state "replica"

-- upgrade
DROP RULE "gone" ON "users";
ALTER TABLE "users" DISABLE RULE "off";
ALTER TABLE "users" ENABLE REPLICA RULE "replica";

-- downgrade
ALTER TABLE "users" DISABLE RULE "replica";
ALTER TABLE "users" ENABLE RULE "off";
CREATE RULE gone AS
    ON INSERT TO users DO INSTEAD NOTHING;
ALTER TABLE "users" DISABLE RULE "gone";
