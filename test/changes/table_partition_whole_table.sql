-- Cut a table that others lean on into partitions
-- absent: sqlite (has no partitions), mysql (lists partitions in the table)

-- from
CREATE TABLE visit (
  id serial,
  place integer GENERATED ALWAYS AS IDENTITY,
  at date NOT NULL,
  note text CONSTRAINT brief CHECK (length(note) < 100),
  PRIMARY KEY (id, at)
);
CREATE INDEX visit_note ON visit (note);
CREATE TABLE bill (id integer PRIMARY KEY, visit integer, at date, FOREIGN KEY (visit, at) REFERENCES visit);
CREATE VIEW notes AS SELECT id, note FROM visit;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touched BEFORE UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TABLE visit IS 'Who came';
COMMENT ON COLUMN visit.note IS 'Said';

-- to
CREATE TABLE visit (
  id serial,
  place integer GENERATED ALWAYS AS IDENTITY,
  at date NOT NULL,
  note text CONSTRAINT brief CHECK (length(note) < 100),
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX visit_note ON visit (note);
CREATE TABLE visit_2025 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE visit_rest PARTITION OF visit DEFAULT;
CREATE TABLE bill (id integer PRIMARY KEY, visit integer, at date, FOREIGN KEY (visit, at) REFERENCES visit);
CREATE VIEW notes AS SELECT id, note FROM visit;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touched BEFORE UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TABLE visit IS 'Who came';
COMMENT ON COLUMN visit.note IS 'Said';

-- rows
INSERT INTO visit (at, note) VALUES ('2025-05-05', 'one'), ('2024-04-04', 'two');
INSERT INTO bill VALUES (1, 1, '2025-05-05');

-- survives
SELECT id, place, at, note, (SELECT count(*) FROM bill) AS bills FROM visit ORDER BY id;

-- operations
-- drop view "notes"
-- drop trigger "touched"
-- drop foreign key "bill_visit_at_fkey" of "bill"
-- alter sequence "visit_id_seq"
-- drop index "visit_note" of "visit"
-- drop check "brief" of "visit"
-- drop primary key "visit_pkey" of "visit"
-- alter column "id" of "visit": drop not null
-- alter column "place" of "visit": drop not null
-- alter column "at" of "visit": drop not null
-- rename table "visit" to "visit_old"
-- create table "visit"
-- create table "visit_2025"
-- create table "visit_rest"
-- move rows of "visit_old" to "visit"
-- drop table "visit_old"
-- alter sequence "visit_id_seq"
-- alter column "place" of "visit"
-- add primary key "visit_pkey" to "visit"
-- add check "brief" to "visit"
-- create index "visit_note" on "visit" (note)
-- set comment of table "visit"
-- add foreign key "bill_visit_at_fkey" to "bill"
-- create trigger "touched"
-- create view "notes"

-- upgrade: postgres
DROP VIEW "notes";
DROP TRIGGER "touched" ON "visit";
ALTER TABLE "bill" DROP CONSTRAINT "bill_visit_at_fkey";
ALTER SEQUENCE "visit_id_seq" OWNED BY NONE;
DROP INDEX "visit_note";
ALTER TABLE "visit" DROP CONSTRAINT "brief", DROP CONSTRAINT "visit_pkey", ALTER COLUMN "id" DROP NOT NULL, ALTER COLUMN "place" DROP IDENTITY, ALTER COLUMN "place" DROP NOT NULL, ALTER COLUMN "at" DROP NOT NULL;
ALTER TABLE "visit" RENAME TO "visit_old";
CREATE TABLE "visit" (
  "id" integer NOT NULL DEFAULT nextval('visit_id_seq'::regclass),
  "place" integer NOT NULL,
  "at" date NOT NULL,
  "note" text
) PARTITION BY RANGE (at);
COMMENT ON COLUMN "visit"."note" IS 'Said';
CREATE TABLE "visit_2025" PARTITION OF "visit" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "visit_rest" PARTITION OF "visit" DEFAULT;
INSERT INTO "visit" ("id", "place", "at", "note") SELECT "id", "place", "at", "note" FROM ONLY "visit_old";
DROP TABLE "visit_old";
ALTER SEQUENCE "visit_id_seq" OWNED BY "visit"."id";
ALTER TABLE "visit" ALTER COLUMN "place" ADD GENERATED ALWAYS AS IDENTITY, ADD CONSTRAINT "visit_pkey" PRIMARY KEY ("id", "at"), ADD CONSTRAINT "brief" CHECK (length(note) < 100);
SELECT setval(pg_get_serial_sequence('"visit"', 'place'), max("place")) FROM "visit" HAVING max("place") >= 1;
CREATE INDEX "visit_note" ON "visit" ("note");
COMMENT ON TABLE "visit" IS 'Who came';
ALTER TABLE "bill" ADD CONSTRAINT "bill_visit_at_fkey" FOREIGN KEY ("visit", "at") REFERENCES "visit" ("id", "at");
CREATE TRIGGER touched BEFORE UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW "notes" AS
SELECT id,
    note
   FROM visit;

-- upgrade: postgres15
DROP VIEW "notes";
DROP TRIGGER "touched" ON "visit";
ALTER TABLE "bill" DROP CONSTRAINT "bill_visit_at_fkey";
ALTER SEQUENCE "visit_id_seq" OWNED BY NONE;
DROP INDEX "visit_note";
ALTER TABLE "visit" DROP CONSTRAINT "brief", DROP CONSTRAINT "visit_pkey", ALTER COLUMN "id" DROP NOT NULL, ALTER COLUMN "place" DROP IDENTITY, ALTER COLUMN "place" DROP NOT NULL, ALTER COLUMN "at" DROP NOT NULL;
ALTER TABLE "visit" RENAME TO "visit_old";
CREATE TABLE "visit" (
  "id" integer NOT NULL DEFAULT nextval('visit_id_seq'::regclass),
  "place" integer NOT NULL,
  "at" date NOT NULL,
  "note" text
) PARTITION BY RANGE (at);
COMMENT ON COLUMN "visit"."note" IS 'Said';
CREATE TABLE "visit_2025" PARTITION OF "visit" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "visit_rest" PARTITION OF "visit" DEFAULT;
INSERT INTO "visit" ("id", "place", "at", "note") SELECT "id", "place", "at", "note" FROM ONLY "visit_old";
DROP TABLE "visit_old";
ALTER SEQUENCE "visit_id_seq" OWNED BY "visit"."id";
ALTER TABLE "visit" ALTER COLUMN "place" ADD GENERATED ALWAYS AS IDENTITY, ADD CONSTRAINT "visit_pkey" PRIMARY KEY ("id", "at"), ADD CONSTRAINT "brief" CHECK (length(note) < 100);
SELECT setval(pg_get_serial_sequence('"visit"', 'place'), max("place")) FROM "visit" HAVING max("place") >= 1;
CREATE INDEX "visit_note" ON "visit" ("note");
COMMENT ON TABLE "visit" IS 'Who came';
ALTER TABLE "bill" ADD CONSTRAINT "bill_visit_at_fkey" FOREIGN KEY ("visit", "at") REFERENCES "visit" ("id", "at");
CREATE TRIGGER touched BEFORE UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW "notes" AS
SELECT visit.id,
    visit.note
   FROM visit;

-- downgrade: postgres
DROP VIEW "notes";
DROP TRIGGER "touched" ON "visit";
ALTER TABLE "bill" DROP CONSTRAINT "bill_visit_at_fkey";
COMMENT ON TABLE "visit" IS NULL;
DROP INDEX "visit_note";
ALTER TABLE "visit" DROP CONSTRAINT "brief", DROP CONSTRAINT "visit_pkey", ALTER COLUMN "place" DROP IDENTITY;
ALTER SEQUENCE "visit_id_seq" OWNED BY NONE;
CREATE TABLE "visit_old" (
  "id" integer DEFAULT nextval('visit_id_seq'::regclass),
  "place" integer,
  "at" date,
  "note" text
);
COMMENT ON TABLE "visit_old" IS 'Who came';
COMMENT ON COLUMN "visit_old"."note" IS 'Said';
INSERT INTO "visit_old" ("id", "place", "at", "note") SELECT "id", "place", "at", "note" FROM "visit";
DROP TABLE "visit_rest";
DROP TABLE "visit_2025";
DROP TABLE "visit";
ALTER TABLE "visit_old" RENAME TO "visit";
ALTER TABLE "visit" ALTER COLUMN "at" SET NOT NULL, ALTER COLUMN "place" SET NOT NULL, ALTER COLUMN "place" ADD GENERATED ALWAYS AS IDENTITY, ALTER COLUMN "id" SET NOT NULL, ADD CONSTRAINT "visit_pkey" PRIMARY KEY ("id", "at"), ADD CONSTRAINT "brief" CHECK (length(note) < 100);
SELECT setval(pg_get_serial_sequence('"visit"', 'place'), max("place")) FROM "visit" HAVING max("place") >= 1;
CREATE INDEX "visit_note" ON "visit" ("note");
ALTER SEQUENCE "visit_id_seq" OWNED BY "visit"."id";
ALTER TABLE "bill" ADD CONSTRAINT "bill_visit_at_fkey" FOREIGN KEY ("visit", "at") REFERENCES "visit" ("id", "at");
CREATE TRIGGER touched BEFORE UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW "notes" AS
SELECT id,
    note
   FROM visit;

-- downgrade: postgres15
DROP VIEW "notes";
DROP TRIGGER "touched" ON "visit";
ALTER TABLE "bill" DROP CONSTRAINT "bill_visit_at_fkey";
COMMENT ON TABLE "visit" IS NULL;
DROP INDEX "visit_note";
ALTER TABLE "visit" DROP CONSTRAINT "brief", DROP CONSTRAINT "visit_pkey", ALTER COLUMN "place" DROP IDENTITY;
ALTER SEQUENCE "visit_id_seq" OWNED BY NONE;
CREATE TABLE "visit_old" (
  "id" integer DEFAULT nextval('visit_id_seq'::regclass),
  "place" integer,
  "at" date,
  "note" text
);
COMMENT ON TABLE "visit_old" IS 'Who came';
COMMENT ON COLUMN "visit_old"."note" IS 'Said';
INSERT INTO "visit_old" ("id", "place", "at", "note") SELECT "id", "place", "at", "note" FROM "visit";
DROP TABLE "visit_rest";
DROP TABLE "visit_2025";
DROP TABLE "visit";
ALTER TABLE "visit_old" RENAME TO "visit";
ALTER TABLE "visit" ALTER COLUMN "at" SET NOT NULL, ALTER COLUMN "place" SET NOT NULL, ALTER COLUMN "place" ADD GENERATED ALWAYS AS IDENTITY, ALTER COLUMN "id" SET NOT NULL, ADD CONSTRAINT "visit_pkey" PRIMARY KEY ("id", "at"), ADD CONSTRAINT "brief" CHECK (length(note) < 100);
SELECT setval(pg_get_serial_sequence('"visit"', 'place'), max("place")) FROM "visit" HAVING max("place") >= 1;
CREATE INDEX "visit_note" ON "visit" ("note");
ALTER SEQUENCE "visit_id_seq" OWNED BY "visit"."id";
ALTER TABLE "bill" ADD CONSTRAINT "bill_visit_at_fkey" FOREIGN KEY ("visit", "at") REFERENCES "visit" ("id", "at");
CREATE TRIGGER touched BEFORE UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW "notes" AS
SELECT visit.id,
    visit.note
   FROM visit;
