-- End that a partition is cut into partitions, of which one has columns of its own
-- absent: sqlite (has no partitions), mysql (has partitions that are no tables)

-- from
CREATE TABLE events (day date NOT NULL, n integer) PARTITION BY RANGE (day);
CREATE TABLE march PARTITION OF events FOR VALUES FROM ('2026-03-01') TO ('2026-04-01') PARTITION BY LIST (n);
CREATE TABLE march_one PARTITION OF march (n NOT NULL, day DEFAULT CURRENT_DATE) FOR VALUES IN (1);
COMMENT ON COLUMN march_one.day IS 'Which';

-- to
CREATE TABLE events (day date NOT NULL, n integer) PARTITION BY RANGE (day);
CREATE TABLE march PARTITION OF events FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');

-- rows
INSERT INTO events VALUES ('2026-03-03', 1);

-- survives
SELECT * FROM events;

-- operations
-- drop inherited not null "n"
-- drop inherited default "day"
-- drop comment "COLUMN "march_one"."day""
-- alter column "day" of "events": drop not null
-- rename table "march" to "march_old"
-- rename table "events" to "events_old"
-- create table "events"
-- create table "march"
-- move rows of "events_old" to "events"
-- drop table "march_one"
-- drop table "march_old"
-- drop table "events_old"

-- upgrade
ALTER TABLE "events" ALTER COLUMN "day" DROP NOT NULL;
ALTER TABLE "march" RENAME TO "march_old";
ALTER TABLE "events" RENAME TO "events_old";
CREATE TABLE "events" (
  "day" date NOT NULL,
  "n" integer
) PARTITION BY RANGE (day);
CREATE TABLE "march" PARTITION OF "events" FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
INSERT INTO "events" ("day", "n") SELECT "day", "n" FROM "events_old";
DROP TABLE "march_one";
DROP TABLE "march_old";
DROP TABLE "events_old";

-- downgrade
CREATE TABLE "events_old" (
  "day" date,
  "n" integer
) PARTITION BY RANGE (day);
CREATE TABLE "march_old" PARTITION OF "events_old" FOR VALUES FROM ('2026-03-01') TO ('2026-04-01') PARTITION BY LIST (n);
CREATE TABLE "march_one" PARTITION OF "march_old" FOR VALUES IN (1);
INSERT INTO "events_old" ("day", "n") SELECT "day", "n" FROM "events";
DROP TABLE "march";
DROP TABLE "events";
ALTER TABLE "events_old" RENAME TO "events";
ALTER TABLE "march_old" RENAME TO "march";
ALTER TABLE "events" ALTER COLUMN "day" SET NOT NULL;
COMMENT ON COLUMN "march_one"."day" IS 'Which';
ALTER TABLE "march_one" ALTER COLUMN "day" SET DEFAULT CURRENT_DATE;
ALTER TABLE "march_one" ALTER COLUMN "n" SET NOT NULL;
