-- Comment on types
-- absent: sqlite (keeps no comments), mysql (has no types of one's own)

-- from
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN age AS integer;
CREATE TYPE pair AS (x integer);

-- to
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN age AS integer;
CREATE TYPE pair AS (x integer);
COMMENT ON TYPE mood IS 'How one feels';
COMMENT ON DOMAIN age IS 'In years';
COMMENT ON TYPE pair IS 'Of one';

-- operations
-- alter enum "mood"
-- alter domain "age"
-- alter composite "pair"

-- upgrade
COMMENT ON TYPE "mood" IS 'How one feels';
COMMENT ON DOMAIN "age" IS 'In years';
COMMENT ON TYPE "pair" IS 'Of one';

-- downgrade
COMMENT ON TYPE "pair" IS NULL;
COMMENT ON DOMAIN "age" IS NULL;
COMMENT ON TYPE "mood" IS NULL;
