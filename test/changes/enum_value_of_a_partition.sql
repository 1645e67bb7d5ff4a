-- Add a value to an enum by which rows are cut into partitions, with a partition for it
-- absent: sqlite (has no partitions), mysql (has partitions that are no tables)

-- from
CREATE TYPE region AS ENUM ('north', 'south');
CREATE TABLE sales (id bigint, region region) PARTITION BY LIST (region);
CREATE TABLE sales_north PARTITION OF sales FOR VALUES IN ('north');

-- to
CREATE TYPE region AS ENUM ('north', 'south', 'west');
CREATE TABLE sales (id bigint, region region) PARTITION BY LIST (region);
CREATE TABLE sales_north PARTITION OF sales FOR VALUES IN ('north');
CREATE TABLE sales_west PARTITION OF sales FOR VALUES IN ('west');

-- operations
-- alter enum "region"
-- create table "sales_west"

-- upgrade
ALTER TYPE "region" ADD VALUE 'west';
CREATE TABLE "sales_west" PARTITION OF "sales" FOR VALUES IN ('west');

-- downgrade
-- refused: PostgreSQL cannot make the type of "region" anew, by which "sales" is partitioned
