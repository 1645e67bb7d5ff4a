/** Two schemas, of which one has to become the other and the other the one. */
export interface Pair {
  readonly name: string;
  readonly dialects: readonly ("sqlite" | "postgres" | "mysql")[];
  readonly a: string;
  readonly b: string;
  /** Asks the server for what our own reading takes for the same. */
  readonly look?: string;
}

const postgres = ["postgres"] as const;
const mysql = ["mysql"] as const;

/** Pairs that went wrong once, each as small as it goes. */
export const pairs: readonly Pair[] = [
  {
    name: "a routine reads a view that is made anew",
    dialects: postgres,
    a: `CREATE TABLE book (title text);
      CREATE VIEW shelf AS SELECT title FROM book;
      CREATE FUNCTION any_title() RETURNS text LANGUAGE sql AS 'SELECT title FROM shelf';`,
    b: `CREATE TABLE book (title varchar(20));
      CREATE VIEW shelf AS SELECT title FROM book;
      CREATE FUNCTION any_title() RETURNS varchar LANGUAGE sql AS 'SELECT title FROM shelf';`,
  },
  {
    name: "comments of a schema and of the columns of a view",
    dialects: postgres,
    a: `CREATE SCHEMA attic;
      COMMENT ON SCHEMA attic IS 'Old things';
      CREATE VIEW one AS SELECT 1 AS a, 2 AS b;
      COMMENT ON COLUMN one.a IS 'It''s one';`,
    b: `CREATE SCHEMA attic;
      CREATE VIEW one AS SELECT 1 AS a, 3 AS b;
      COMMENT ON COLUMN one.b IS 'Three';`,
  },
  {
    name: "a trigger is switched off",
    dialects: postgres,
    a: `CREATE TABLE book (title text);
      CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER noted BEFORE INSERT ON book FOR EACH ROW EXECUTE FUNCTION noted();
      CREATE TRIGGER gone BEFORE INSERT ON book FOR EACH ROW EXECUTE FUNCTION noted();
      ALTER TABLE book DISABLE TRIGGER gone;`,
    b: `CREATE TABLE book (title text);
      CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER noted BEFORE INSERT ON book FOR EACH ROW EXECUTE FUNCTION noted();
      ALTER TABLE book DISABLE TRIGGER noted;`,
  },
  {
    name: "an extension in a schema that comes with it",
    dialects: postgres,
    a: "CREATE TABLE book (title text);",
    b: `CREATE SCHEMA words;
      CREATE EXTENSION citext SCHEMA words;
      CREATE TABLE book (title words.citext);`,
  },
  {
    name: "statistics whose columns come in another order",
    dialects: postgres,
    a: "CREATE TABLE book (pages int);",
    b: `CREATE TABLE book (copies int, pages int);
      CREATE STATISTICS size ON copies, pages FROM book;`,
  },
  {
    name: "a list of strings in a check",
    dialects: postgres,
    a: "CREATE TABLE book (state varchar(9) CHECK (state IN ('lent', 'it''s here')));",
    b: "CREATE TABLE book (state varchar(9) CHECK (state NOT IN ('lost', 'a, b')));",
    look: "SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE contype = 'c' " +
      "AND conrelid = 'book'::regclass",
  },
  {
    name: "an index that the server made for a foreign key without a name",
    dialects: mysql,
    a: `CREATE TABLE shelf (id int PRIMARY KEY);
      CREATE TABLE book (a int, b int, FOREIGN KEY (a) REFERENCES shelf (id),
        FOREIGN KEY (b) REFERENCES shelf (id));`,
    b: `CREATE TABLE shelf (id int PRIMARY KEY);
      CREATE TABLE book (a int, b int, FOREIGN KEY (b) REFERENCES shelf (id) ON DELETE CASCADE);`,
  },
  {
    name: "a foreign key without a name whose column gets another type",
    dialects: mysql,
    a: `CREATE TABLE shelf (id int PRIMARY KEY);
      CREATE TABLE book (shelf int, FOREIGN KEY (shelf) REFERENCES shelf (id));`,
    b: `CREATE TABLE shelf (id bigint PRIMARY KEY);
      CREATE TABLE book (shelf bigint, FOREIGN KEY (shelf) REFERENCES shelf (id));`,
  },
  {
    name: "two views change which of them reads the other",
    dialects: ["sqlite", "postgres", "mysql"],
    a: `CREATE TABLE t (a int);
      CREATE VIEW b AS SELECT a FROM t;
      CREATE VIEW a AS SELECT a FROM b;`,
    b: `CREATE TABLE t (a int);
      CREATE VIEW a AS SELECT a FROM t;
      CREATE VIEW b AS SELECT a FROM a;`,
  },
];
