import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapter as mysql } from "../../../adapters/mysql/mod.ts";
import { adapter as postgres } from "../../../adapters/postgres/mod.ts";
import { adapter as sqlite } from "../../../adapters/sqlite/mod.ts";
import { parseHeader } from "../../../core/migration.ts";
import { parseAerich, readAerich } from "../../../project/adopt/aerich.ts";
import { readAlembic } from "../../../project/adopt/alembic.ts";
import { readDjango } from "../../../project/adopt/django.ts";
import { adoptedText, isAsWritten, originOf } from "../../../project/adopt/file_text.ts";
import { createdOf, revisionFor } from "../../../project/adopt/history.ts";
import { inlineParameters } from "../../../project/adopt/inline.ts";
import { findNeverRun } from "../../../project/adopt/never_run.ts";
import { pythonText } from "../../../project/adopt/python_literal.ts";
import { settleSql } from "../../../project/adopt/settle.ts";
import { emptySchema } from "../../../core/schema.ts";
import { found, summary, texts } from "./files.ts";

describe("adoptedText()", () => {
  const file = {
    revision: "aaaa",
    parents: ["bbbb", "cccc"],
    depends: ["dddd"],
    label: "billing",
    created: "2024-01-01T00:00:00Z",
    transactional: false,
    dialect: "postgres",
    upgrade: "CREATE TABLE t (id int);",
    downgrade: undefined,
  };
  const text = adoptedText("dbmate", "2024 a", file);

  test("gives a header that is read back", () => {
    const header = parseHeader(text, "x.sql", "sql")!;
    assert.deepEqual(header.parents, ["bbbb", "cccc"]);
    assert.equal(header.transactional, false);
    assert.equal(header.label, "billing");
    const origin = originOf(header)!;
    assert.equal(origin.tool, "dbmate");
    assert.equal(origin.key, "2024 a");
    assert.match(text, /\n-- upgrade: postgres\nCREATE TABLE/);
    assert.doesNotMatch(text, /-- downgrade/);
  });

  test("knows itself again, whatever the line ends, and sees an edit", () => {
    const origin = originOf(parseHeader(text, "x.sql", "sql")!)!;
    assert.ok(isAsWritten(text, origin));
    assert.ok(isAsWritten(text.replaceAll("\n", "\r\n"), origin));
    assert.ok(!isAsWritten(text.replace("id int", "id bigint"), origin));
    assert.ok(!isAsWritten(text.replace("parents: bbbb", "parents: eeee"), origin));
  });

  test("a migration of Whimbrel's own has no origin", () => {
    assert.equal(originOf({}), undefined);
  });
});

test("revisionFor() is the same everywhere, and another for another tool", () => {
  assert.equal(revisionFor("dbmate", "1"), revisionFor("dbmate", "1"));
  assert.match(revisionFor("dbmate", "1"), /^[0-9a-f]{12}$/);
  assert.notEqual(revisionFor("dbmate", "1"), revisionFor("goose", "1"));
});

test("createdOf() reads times, and takes numbers for none", () => {
  assert.equal(createdOf("20240131123456_x"), "2024-01-31T12:34:56Z");
  assert.equal(createdOf("2024-01-31_x"), "2024-01-31T00:00:00Z");
  assert.equal(createdOf("00001_x"), undefined);
  assert.equal(createdOf("20241399_x"), undefined);
  assert.equal(createdOf("1704067200000_x"), undefined);
});

describe("settleSql()", () => {
  test("takes the transaction around a script away, and nothing else", () => {
    for (
      const [begin, end] of [["BEGIN", "COMMIT"], ["START TRANSACTION", "COMMIT"], [
        "begin",
        "end",
      ]]
    ) {
      const { text, refused } = settleSql(
        `-- a\n${begin};\n\nCREATE TABLE begin_t (id int);\nINSERT INTO begin_t VALUES (1);\n${end};\n`,
        postgres.dialect,
        "x",
      );
      assert.equal(refused, undefined);
      assert.match(
        text,
        /^-- a\n+CREATE TABLE begin_t \(id int\);\nINSERT INTO begin_t VALUES \(1\);$/,
      );
    }
  });

  test("says what it leaves for a person", () => {
    const { refused } = settleSql("SELECT 1; COMMIT; SELECT 2;", postgres.dialect, "x");
    assert.match(refused!, /`COMMIT` begins or ends a transaction/);
    assert.match(settleSql("SELECT 'a", postgres.dialect, "x").refused!, /Cannot find the end/);
  });

  test("sees statements that refuse a transaction", () => {
    const settle = (sql: string) => settleSql(sql, postgres.dialect, "x").transactional;
    assert.equal(settle("CREATE INDEX CONCURRENTLY i ON t (a);"), false);
    assert.equal(settle("CREATE INDEX i ON t (a);"), true);
  });

  test("moves comments in that would start a section", () => {
    const { text } = settleSql("SELECT 1;\n-- downgrade\nSELECT 2;", sqlite.dialect, "x");
    assert.equal(text, "SELECT 1;\n -- downgrade\nSELECT 2;");
  });
});

describe("inlineParameters()", () => {
  const { dialect } = postgres;

  test("puts values where placeholders are, and nowhere else", () => {
    assert.equal(
      inlineParameters(
        `INSERT INTO "a?" VALUES (?, '?', ?) -- ?\n/* ? */ RETURNING $$?$$`,
        ["it's", null],
        mysql.dialect,
      ),
      `INSERT INTO "a?" VALUES ('it''s', '?', NULL) -- ?\n/* ? */ RETURNING $$?$$`,
    );
  });

  test("takes numbered and named ones", () => {
    assert.equal(
      inlineParameters("SELECT $2::int, $1", [true, 5], dialect),
      `SELECT 5::int, ${dialect.literal(true)}`,
    );
    assert.equal(inlineParameters("SELECT :a, $b", { a: 1, $b: "x" }, dialect), "SELECT 1, 'x'");
  });

  test("leaves operators that look like placeholders alone", () => {
    assert.equal(
      inlineParameters("SELECT a ? 'b', c[1:2], @ -1 WHERE d = $1", ["x"], dialect),
      "SELECT a ? 'b', c[1:2], @ -1 WHERE d = 'x'",
    );
  });

  test("reads what the recorder encoded", () => {
    const values = [{ $integer: "9007199254740993" }, { $bytes: "AQI=" }, { a: [1] }];
    assert.equal(
      inlineParameters("VALUES (?, ?, ?)", values, sqlite.dialect),
      `VALUES (9007199254740993, x'0102', '{"a":[1]}')`,
    );
  });

  test("gives nothing where a value is missing, and leaves a text without values alone", () => {
    assert.equal(inlineParameters("SELECT ?, ?", [1], dialect), undefined);
    assert.equal(inlineParameters("SELECT a ? 'b'", [], dialect), "SELECT a ? 'b'");
  });
});

describe("pythonText()", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    [`"a"`, "a"],
    [`'a\\'b'`, "a'b"],
    [`"""a\n"b"\\n\\x41\\u00e4"""`, 'a\n"b"\nA\u00e4'],
    [`r"a\\n"`, "a\\n"],
    [`("a"\n  'b'  # c\n)`, "ab"],
    [`"a\\\nb"`, "ab"],
    [`f"a{b}"`, undefined],
    [`"a" + b`, undefined],
    [`"\\N{BULLET}"`, undefined],
    [`"a\nb"`, undefined],
    [`name`, undefined],
  ];
  for (const [source, expected] of cases) {
    test(`${JSON.stringify(source)} is ${JSON.stringify(expected)}`, () => {
      assert.equal(pythonText(source), expected);
    });
  }
});

const aerichFile = `from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE a (x text DEFAULT 'it\\'s');
async def downgrade(): -- not code
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        """


MODELS_STATE = "eJx"
`;

describe("Aerich", () => {
  const options = { table: "aerich", dialect: "sqlite", folder: "models", computed: new Map() };

  test("parseAerich() reads functions that give a literal", () => {
    const sides = parseAerich(aerichFile)!;
    assert.equal(
      sides.upgrade,
      "CREATE TABLE a (x text DEFAULT 'it's');\nasync def downgrade(): -- not code",
    );
    assert.equal(sides.downgrade, "");
  });

  test("parseAerich() leaves functions that compute to Python", () => {
    const text = "async def upgrade(db):\n    x = 1\n    return str(x)\n";
    assert.equal(parseAerich(text), undefined);
  });

  test("parseAerich() reads the files of old releases", () => {
    assert.deepEqual(parseAerich("-- upgrade --\nA;\n-- downgrade --\nB;\n"), {
      upgrade: "A;",
      downgrade: "B;",
    });
  });

  test("files are ordered by number, and one app is a line", () => {
    const history = readAerich(
      texts({
        "models/10_20240103000000_c.py": aerichFile,
        "models/2_20240102000000_b.py": aerichFile,
        "models/0_20240101000000_init.py": aerichFile,
      }),
      [
        { app: "models", version: "0_20240101000000_init.py" },
        { app: "models", version: "1_gone.py" },
      ],
      options,
    );
    assert.deepEqual(summary(history), [
      "+ 0_20240101000000_init.py",
      "- 2_20240102000000_b.py",
      "- 10_20240103000000_c.py",
    ]);
    assert.deepEqual(found(history), ["no_file 1_gone.py"]);
    const [first] = history.migrations;
    assert.equal(first!.transactional, false);
    assert.equal(first!.downgrade, undefined);
    assert.equal(first!.created, "2024-01-01T00:00:00Z");
  });

  test("several apps are lines with labels, each with what is applied first", () => {
    const history = readAerich(
      texts({
        "a/0_x.py": aerichFile,
        "a/1_late.py": aerichFile,
        "a/2_x.py": aerichFile,
        "b/0_x.py": aerichFile,
      }),
      [{ app: "a", version: "0_x.py" }, { app: "a", version: "2_x.py" }],
      options,
    );
    assert.deepEqual(
      history.migrations.map(({ key, parents, label }) => [key, parents, label]),
      [
        ["a/0_x.py", [], "a"],
        ["a/2_x.py", ["a/0_x.py"], undefined],
        ["a/1_late.py", ["a/2_x.py"], undefined],
        ["b/0_x.py", [], "b"],
      ],
    );
  });
});

describe("Alembic", () => {
  const revision = (key: string, parents: readonly string[], depends: readonly string[] = []) => ({
    ...{ key, name: `${key}_x`, parents, depends, label: null, created: null },
    ...{ up: { statements: [] }, down: null, transactional: true },
  });
  const graph = [
    revision("a", []),
    revision("b", ["a"]),
    revision("c", ["a"]),
    revision("d", ["b", "c"]),
    revision("x", []),
    revision("y", ["c"], ["x"]),
  ];
  const read = (...heads: string[]) =>
    readAlembic(graph, heads, { dialect: sqlite.dialect, table: "alembic_version" });

  test("applied is what the heads come from, over parents and dependencies", () => {
    assert.deepEqual(summary(read()), ["- a", "- b", "- c", "- d", "- x", "- y"]);
    assert.deepEqual(summary(read("b")), ["+ a", "+ b", "- c", "- d", "- x", "- y"]);
    assert.deepEqual(summary(read("y")), ["+ a", "- b", "+ c", "- d", "+ x", "+ y"]);
    assert.deepEqual(summary(read("d", "x")), ["+ a", "+ b", "+ c", "+ d", "+ x", "- y"]);
  });

  test("a head without a file stops", () => {
    const history = read("b", "zz");
    assert.deepEqual(found(history), ["no_file zz"]);
    assert.equal(history.findings[0]!.blocks, true);
  });

  test("revisions are kept", () => {
    assert.deepEqual(read().migrations.map((one) => one.revision), graph.map(({ key }) => key));
  });
});

describe("Django", () => {
  const migration = (app: string, name: string, before: readonly [string, string][]) => ({
    ...{ app, name, before, replaces: [] as readonly [string, string][] },
    ...{ up: { statements: [] }, down: null, transactional: true },
  });

  test("apps become lines, and what they need of each other dependencies", () => {
    const { migrations } = readDjango(
      [
        migration("people", "0001_initial", []),
        migration("blog", "0001_initial", [["people", "0001_initial"]]),
        migration("blog", "0002_more", [["blog", "0001_initial"]]),
      ],
      [],
      { dialect: sqlite.dialect, table: "django_migrations" },
    );
    assert.deepEqual(
      migrations.map(({ name, parents, depends, label }) => [name, parents, depends, label]),
      [
        ["people.0001_initial", [], [], "people"],
        ["blog.0001_initial", [], ["people.0001_initial"], "blog"],
        ["blog.0002_more", ["blog.0001_initial"], [], undefined],
      ],
    );
  });

  test("a squashed migration is applied when all that it replaces are", () => {
    const squashed = {
      ...migration("a", "0001_squashed", []),
      replaces: [["a", "0001"], ["a", "0002"]] as const,
    };
    const read = (...names: string[]) =>
      readDjango([squashed], names.map((name) => ({ app: "a", name })), {
        dialect: sqlite.dialect,
        table: "t",
      });
    assert.deepEqual(summary(read("0001")), ["- a.0001_squashed"]);
    assert.deepEqual(summary(read("0001", "0002")), ["+ a.0001_squashed"]);
    assert.deepEqual(summary(read("0001_squashed")), ["+ a.0001_squashed"]);
    assert.deepEqual(found(read("0001", "0002")), []);
  });
});

describe("findNeverRun()", () => {
  const one = (key: string, upgrade: string) => ({
    ...{ key, name: key, upgrade, downgrade: undefined, transactional: true },
  });
  const table = (name: string, ...columns: string[]) => ({
    ...{ name, uniques: [], foreignKeys: [], checks: [], exclusions: [], indexes: [], options: {} },
    columns: columns.map((column) => ({ name: column, type: "int", nullable: true })),
  });
  const schema = { ...emptySchema, tables: [table("a", "id", "x"), table("renamed", "id")] };
  const find = (...list: ReturnType<typeof one>[]) => [
    ...findNeverRun(list, { dialect: postgres.dialect, schema }),
  ];

  test("names what is not there", () => {
    assert.deepEqual(find(one("1", 'CREATE TABLE IF NOT EXISTS "public"."A" (id int)')), []);
    assert.deepEqual(find(one("2", "CREATE TABLE b (id int)")), [["2", 'the table "b"']]);
    assert.deepEqual(find(one("3", "ALTER TABLE a ADD COLUMN y int")), [["3", 'the column "a.y"']]);
    assert.deepEqual(find(one("4", "ALTER TABLE a ADD x int")), []);
    assert.deepEqual(find(one("5", "CREATE UNIQUE INDEX i ON a (x)")), [["5", 'the index "i"']]);
  });

  test("takes what was dropped or renamed since for run", () => {
    const renamed = one("2", "ALTER TABLE b RENAME TO renamed");
    assert.deepEqual(find(one("1", "CREATE TABLE b (id int)"), renamed), []);
    assert.deepEqual(find(one("1", "CREATE TABLE b (id int)"), one("2", "DROP TABLE b")), []);
  });

  test("takes what is there in part, and what makes nothing, for run", () => {
    assert.deepEqual(find(one("1", "CREATE TABLE a (id int); CREATE TABLE b (id int)")), []);
    assert.deepEqual(find(one("1", "UPDATE a SET x = 1")), []);
    assert.deepEqual(find(one("1", "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0)")), []);
  });
});
