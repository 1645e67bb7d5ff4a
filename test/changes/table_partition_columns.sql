-- Give columns of a partition what they do not have from its parent
-- absent: sqlite (has no partitions), mysql (has partitions that are no tables)

-- from
CREATE TABLE events (id bigint, at date NOT NULL, state text DEFAULT 'new') PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE base (id bigint, state text DEFAULT 'new');
CREATE TABLE heir (note text) INHERITS (base);

-- to
CREATE TABLE events (id bigint, at date NOT NULL, state text DEFAULT 'new') PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events (id NOT NULL, state DEFAULT 'old') FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events (id NOT NULL, PRIMARY KEY (at)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
COMMENT ON COLUMN events_2025.at IS 'In 2025';
CREATE TABLE base (id bigint, state text DEFAULT 'new');
CREATE TABLE heir (note text) INHERITS (base);
ALTER TABLE heir ALTER COLUMN id SET NOT NULL, ALTER COLUMN state DROP DEFAULT;

-- rows
INSERT INTO events VALUES (1, '2025-02-03');
INSERT INTO heir VALUES (1, NULL, 'x');

-- survives
SELECT id, at FROM events;

-- operations
-- create table "events_2026"
-- create comment "COLUMN "events_2025"."at""
-- create inherited default "state"
-- create inherited default "state"
-- create inherited not null "id"
-- create inherited not null "id"
-- create inherited not null "id"

-- upgrade
CREATE TABLE "events_2026" PARTITION OF "events" (
  CONSTRAINT "events_2026_pkey" PRIMARY KEY ("at")
) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
COMMENT ON COLUMN "events_2025"."at" IS 'In 2025';
ALTER TABLE "events_2025" ALTER COLUMN "state" SET DEFAULT 'old'::text;
ALTER TABLE "heir" ALTER COLUMN "state" DROP DEFAULT;
ALTER TABLE "events_2025" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "events_2026" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "heir" ALTER COLUMN "id" SET NOT NULL;

-- downgrade
ALTER TABLE "heir" ALTER COLUMN "id" DROP NOT NULL;
ALTER TABLE "events_2025" ALTER COLUMN "id" DROP NOT NULL;
ALTER TABLE "heir" ALTER COLUMN "state" SET DEFAULT 'new'::text;
ALTER TABLE "events_2025" ALTER COLUMN "state" SET DEFAULT 'new'::text;
COMMENT ON COLUMN "events_2025"."at" IS NULL;
DROP TABLE "events_2026";
