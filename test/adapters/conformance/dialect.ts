import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dialect } from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import type { StatementClass } from "../../../core/statement.ts";
import { rowsOf, run, type Suite } from "./suite.ts";
import { hostileNames, hostileTexts } from "./values.ts";

const script = `-- the first; no statement
SELECT 1;

/* a;b
 */
SELECT 'a;''b' ;;
  select
  3 -- end;
`;

const classes: readonly (readonly [statement: string, StatementClass])[] = [
  ["SELECT 1", "read"],
  ["select id from things", "read"],
  ["INSERT INTO things (id) VALUES (1)", "dml"],
  ["UPDATE things SET id = 2", "dml"],
  ["delete from things", "dml"],
  ["CREATE TABLE things (id integer)", "ddl"],
  ["ALTER TABLE things ADD COLUMN x integer", "ddl"],
  ["DROP TABLE things", "ddl"],
  ["CREATE INDEX i ON things (id)", "ddl"],
  ["CREATE VIEW v AS SELECT 1 AS a", "ddl"],
  ["COMMIT", "transaction"],
  ["ROLLBACK", "transaction"],
  ["FROBNICATE THE WIDGETS", "opaque"],
];

const portableTypes = [
  "smallint",
  "integer",
  "bigint",
  "boolean",
  "real",
  "double",
  "decimal(10,2)",
  "char(2)",
  "varchar(200)",
  "text",
  "uuid",
  "json",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "binary",
] as const;

/** The rules that need no connection, and how they fit the database. */
export function testDialect({ adapter, fresh }: Suite): void {
  describe("dialect", () => {
    const { dialect } = adapter;

    test("split() finds statements between comments, strings and stray semicolons", () => {
      assert.deepEqual(pieces(dialect, [script]), [
        { text: "SELECT 1", line: 2 },
        { text: "SELECT 'a;''b'", line: 6 },
        { text: "select\n  3", line: 7 },
      ]);
    });

    test("split() gives the same wherever the script is torn", () => {
      const whole = pieces(dialect, [script]);
      assert.deepEqual(pieces(dialect, [...script]), whole);
      for (let at = 1; at < script.length; at++) {
        assert.deepEqual(pieces(dialect, [script.slice(0, at), script.slice(at)]), whole);
      }
    });

    test("split() finds nothing in a script without a statement", () => {
      for (const text of ["", " \n", "-- only", "/* only */", ";;; ;"]) {
        assert.deepEqual(pieces(dialect, [text]), [], JSON.stringify(text));
      }
    });

    test("split() starts to count at the line of the script's origin", () => {
      const [statement] = dialect.split(["\nSELECT 1"], { file: "x.sql", line: 40 });
      assert.equal(statement?.line, 41);
    });

    test("split() takes a bounded part of a long script at a time", () => {
      let given = 0;
      const endless = function* () {
        for (; given < 10_000; given++) yield "SELECT 1;\n";
      };
      const [first] = dialect.split(endless());
      assert.equal(first?.text, "SELECT 1");
      assert.ok(given < 10_000, "the whole script was read for its first statement");
    });

    test("split() says on which line a string or comment starts that has no end", () => {
      for (const text of ["SELECT 1;\nSELECT 'open", "SELECT 1;\nSELECT /* open"]) {
        assert.throws(
          () => pieces(dialect, [text]),
          (error) =>
            error instanceof WhimbrelError && error.code === "invalid_migration" &&
            error.place?.file === "open.sql" && error.place.line === 2,
          text,
        );
      }
    });

    test("split() leaves literals and quoted names whole", () => {
      const values = hostileTexts.map((text) => dialect.literal(text));
      const names = hostileNames.map((name) => dialect.quote(name));
      for (const word of [...values, ...names]) {
        const statement = `SELECT ${word} AS a`;
        const found = pieces(dialect, [`${statement};\nSELECT 2`]).map(({ text }) => text);
        assert.deepEqual(found, [statement, "SELECT 2"]);
      }
    });

    test("traits() classifies statements by their words", () => {
      for (const [statement, expected] of classes) {
        assert.equal(dialect.traits(statement).class, expected, statement);
      }
      assert.equal(dialect.traits(dialect.begin).class, "transaction");
    });

    test("traits() names the objects of a statement, however they are quoted", () => {
      for (const name of hostileNames) {
        const quoted = dialect.quote(name);
        for (const statement of [`CREATE TABLE ${quoted} (id integer)`, `DROP TABLE ${quoted}`]) {
          const { objects } = dialect.traits(statement);
          assert.equal(objects[0]?.kind, "table");
          assert.equal(objects[0]?.parts.at(-1), name);
        }
      }
    });

    test("traits() knows what may run twice", () => {
      assert.equal(dialect.traits("SELECT 1").repeatable, true);
      assert.equal(dialect.traits("CREATE TABLE IF NOT EXISTS t (id integer)").repeatable, true);
      assert.equal(dialect.traits("CREATE TABLE t (id integer)").repeatable, false);
      assert.equal(dialect.traits("UPDATE t SET id = id + 1").repeatable, false);
      assert.equal(dialect.traits("INSERT INTO t (id) VALUES (1)").repeatable, false);
    });

    test("type() spells every portable type, and passes others on", async () => {
      await using database = await fresh();
      const session = await database.open();
      const { type } = session.dialect;
      const columns = portableTypes.map((portable, index) => `c${index} ${type(portable)}`);
      await run(session, `CREATE TABLE typed (${columns.join(", ")})`);
      assert.deepEqual(await rowsOf(session, "SELECT * FROM typed"), []);
      assert.equal(type("some_type_of_its_own"), "some_type_of_its_own");
    });

    test("limits() are statements that the database takes", async () => {
      await using database = await fresh();
      const session = await database.open();
      const { limits } = session.dialect;
      for (const each of [3000, 0, undefined]) {
        await session.run(limits?.({ lockTimeout: each, statementTimeout: each }) ?? []);
      }
      assert.equal((await rowsOf(session, "SELECT 1 AS a")).length, 1);
    });
  });
}

function pieces(dialect: Dialect, text: Iterable<string>) {
  return [...dialect.split(text, { file: "open.sql", line: 1 })]
    .map(({ text, line }) => ({ text, line }));
}
