-- Keep a part of a table on another server
-- absent: sqlite (has no partitions), mysql (has no foreign partitions)
-- alone

-- from
CREATE FOREIGN DATA WRAPPER wire;
CREATE SERVER far FOREIGN DATA WRAPPER wire;
CREATE TABLE logs (at date, line text) PARTITION BY RANGE (at);

-- to
CREATE FOREIGN DATA WRAPPER wire;
CREATE SERVER far FOREIGN DATA WRAPPER wire;
CREATE TABLE logs (at date, line text) PARTITION BY RANGE (at);
CREATE FOREIGN TABLE old PARTITION OF logs FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') SERVER far;

-- operations
-- create foreign table "old"

-- upgrade
CREATE FOREIGN TABLE old (
  at date,
  line text
) SERVER far;
ALTER TABLE logs ATTACH PARTITION old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

-- downgrade
DROP FOREIGN TABLE "old";
