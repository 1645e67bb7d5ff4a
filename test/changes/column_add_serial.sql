-- Add a serial column, which owns a sequence
-- absent: sqlite, mysql (have no sequences that columns own)

-- from
CREATE TABLE logs (line varchar(50));

-- to
CREATE TABLE logs (line varchar(50), id serial);

-- rows
INSERT INTO logs VALUES ('a'), ('b');

-- survives
SELECT line FROM logs ORDER BY line;

-- operations
-- create sequence "logs_id_seq"
-- add column "id" integer to "logs"

-- upgrade
CREATE SEQUENCE "logs_id_seq" AS integer;
ALTER TABLE "logs" ADD COLUMN "id" integer NOT NULL DEFAULT nextval('logs_id_seq'::regclass);
ALTER SEQUENCE "logs_id_seq" OWNED BY "logs"."id";

-- downgrade
ALTER TABLE "logs" DROP COLUMN "id";
