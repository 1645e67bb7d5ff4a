-- Forbid NULL in a table, but not in its heirs
-- absent: sqlite, mysql (have no heirs), postgres15 (has no such NOT NULL)

-- from
CREATE TABLE base (id integer NOT NULL NO INHERIT, name text, state text CONSTRAINT stated NOT NULL);
CREATE TABLE heir (note text) INHERITS (base);

-- to
CREATE TABLE base (id integer, name text NOT NULL NO INHERIT, state text CONSTRAINT stated NOT NULL NO INHERIT);
CREATE TABLE heir (note text) INHERITS (base);

-- operations
-- alter column "id" of "base": drop not null
-- alter column "name" of "base": set not null
-- alter column "state" of "base"

-- upgrade
ALTER TABLE "base" ALTER COLUMN "id" DROP NOT NULL, ADD NOT NULL "name" NO INHERIT, ALTER COLUMN "state" DROP NOT NULL, ADD CONSTRAINT "stated" NOT NULL "state" NO INHERIT;

-- downgrade
ALTER TABLE "base" ALTER COLUMN "state" DROP NOT NULL, ADD CONSTRAINT "stated" NOT NULL "state", ALTER COLUMN "name" DROP NOT NULL, ADD NOT NULL "id" NO INHERIT;
