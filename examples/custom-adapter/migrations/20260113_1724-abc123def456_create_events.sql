-- revision: abc123def456
-- parents: none
-- created: 2026-01-13T17:24:00Z

-- upgrade
CREATE TABLE events (
  id BIGINT PRIMARY KEY,
  name VARCHAR NOT NULL,
  properties STRUCT(browser VARCHAR, seconds DOUBLE),
  happened_at TIMESTAMP NOT NULL
);
CREATE VIEW slow_events AS FROM events WHERE properties.seconds > 1;

-- downgrade
DROP VIEW slow_events;
DROP TABLE events;
