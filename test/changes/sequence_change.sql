-- Change how a sequence counts
-- absent: sqlite, mysql (have no sequences)

-- from
CREATE SEQUENCE numbers START 5 INCREMENT 2 MINVALUE 1 MAXVALUE 1000 CACHE 10 CYCLE;

-- to
CREATE SEQUENCE numbers AS integer START 5 INCREMENT 3 CACHE 20;

-- operations
-- alter sequence "numbers"

-- upgrade
ALTER SEQUENCE "numbers" AS integer INCREMENT BY 3 NO MAXVALUE CACHE 20 NO CYCLE;

-- downgrade
SELECT setval('"numbers"', 5, false) FROM "numbers" WHERE last_value > 1000;
ALTER SEQUENCE "numbers" AS bigint INCREMENT BY 2 MAXVALUE 1000 CACHE 10 CYCLE;
