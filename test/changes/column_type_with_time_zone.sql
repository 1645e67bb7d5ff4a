-- Give a point in time its zone
-- absent: sqlite (keeps times as text)

-- from
CREATE TABLE events (id integer PRIMARY KEY, at timestamp NULL);

-- to: postgres
CREATE TABLE events (id integer PRIMARY KEY, at timestamptz NULL);

-- to: mysql
CREATE TABLE events (id integer PRIMARY KEY, at datetime(3) NULL);

-- rows
INSERT INTO events VALUES (1, '2026-01-13 17:24:00');

-- survives: postgres
SELECT id, at::timestamp::text FROM events;

-- survives: mysql
SELECT id, date_format(at, '%H:%i') AS at FROM events;

-- operations: postgres
-- alter column "at" of "events": type timestamp without time zone to timestamp with time zone

-- operations: mysql
-- alter column "at" of "events": type timestamp to datetime(3)

-- upgrade: postgres
ALTER TABLE "events" ALTER COLUMN "at" TYPE timestamp with time zone;

-- upgrade: mysql
ALTER TABLE `events` MODIFY COLUMN `at` datetime(3);

-- downgrade: postgres
ALTER TABLE "events" ALTER COLUMN "at" TYPE timestamp without time zone;

-- downgrade: mysql
ALTER TABLE `events` MODIFY COLUMN `at` timestamp NULL;
