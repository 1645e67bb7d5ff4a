-- Tell the planner how many values a column has, and keep its storage through a change of type
-- absent: sqlite, mysql (have no such setting)

-- from
CREATE TABLE docs (id integer PRIMARY KEY, body text, title text, note text);
ALTER TABLE docs ALTER COLUMN body SET STORAGE external, ALTER COLUMN title SET (n_distinct = 5, n_distinct_inherited = 6), ALTER note SET STATISTICS 10;

-- to
CREATE TABLE docs (id integer PRIMARY KEY, body varchar(90), title text, note varchar(9));
ALTER TABLE docs ALTER COLUMN body SET STORAGE external, ALTER COLUMN title SET (n_distinct = -0.5), ALTER note SET STATISTICS 10;

-- operations
-- alter column "body" of "docs": type text to character varying(90)
-- alter column "title" of "docs"
-- alter column "note" of "docs": type text to character varying(9)

-- upgrade
ALTER TABLE "docs" ALTER COLUMN "body" TYPE character varying(90), ALTER COLUMN "body" SET STORAGE EXTERNAL, ALTER COLUMN "title" RESET (n_distinct_inherited), ALTER COLUMN "title" SET (n_distinct = '-0.5'), ALTER COLUMN "note" TYPE character varying(9);

-- downgrade
ALTER TABLE "docs" ALTER COLUMN "note" TYPE text, ALTER COLUMN "title" SET (n_distinct = '5', n_distinct_inherited = '6'), ALTER COLUMN "body" TYPE text, ALTER COLUMN "body" SET STORAGE EXTERNAL;
