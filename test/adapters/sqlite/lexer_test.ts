import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import fc from "fast-check";
import { lexicalRules, tokens } from "../../../adapters/sqlite/lexer.ts";
import { checkPieces, checkStable, outcome, refusal, texts } from "../../split_script.ts";

const rules = lexicalRules();

/** Statements that are each to be found whole when `select 2` follows them. */
const wholes: readonly (readonly [id: string, statement: string])[] = [
  [
    "S1",
    "create trigger x after insert on t begin select case when 1 then 2 end; delete from t; end",
  ],
  ["S5", "create trigger [begin] after insert on t begin select 1; end"],
  ["S5 unquoted", "create trigger begin after insert on t begin select 1; end"],
  [
    "S5 comments",
    "create /* trigger */ temp trigger x after insert on t begin select 'end;'; /* end */ end",
  ],
  ["S5 explain", "explain create trigger x after insert on t begin select 1; end"],
  [
    "S5 query plan",
    "explain query plan create temporary trigger if not exists x after insert on t\n" +
    "when case when new.a then 1 end begin select 1; select 2; end",
  ],
  ["S9", 'create table "a;b"(i)'],
  ["S9 brackets", "create table [c;d](i)"],
  ["S9 backticks", "create table `e;f`(i)"],
  ["S10", "select 'a\\'"],
  ["S13", "create view v as select case when 1 then ';' end"],
  ["S13 generated", "create table g(a, b as (case when a then ';' else 'end' end) stored)"],
  ["blob", "select x'3b' /* ; */ from t"],
];

describe("split() with SQLite's rules", () => {
  for (const [id, statement] of wholes) {
    test(`finds the end of ${id}: ${JSON.stringify(statement)}`, () => {
      assert.deepEqual(texts(`${statement}; select 2`, rules), [statement, "select 2"]);
    });
  }

  test("does not nest comments (S10)", () => {
    assert.deepEqual(texts("/* a /* ; */ select 1; select 2", rules), ["select 1", "select 2"]);
  });
  test("drops a byte order mark (P32)", () => {
    assert.deepEqual(texts("\ufeff-- x\nselect 1", rules), ["select 1"]);
  });
  test("finds nothing in comments and terminators", () => {
    assert.deepEqual(texts("-- a\n;/* b */;;", rules), []);
  });

  const refused: readonly (readonly [id: string, script: string, message: string])[] = [
    [
      "S14 .read",
      "select 1;\n.read f.sql",
      '2: Cannot run ".read": it is a command of the sqlite3',
    ],
    ["S14 .shell", ".shell ls", '1: Cannot run ".shell"'],
    ["S14 GO", "create table a(i)\nGO\ncreate table b(i)", '2: Cannot read "GO" as SQL'],
    ["S14 GO last", "select 1\ngo", '2: Cannot read "go" as SQL'],
    ["S14 /", "select 1;\n  / \n", '2: Cannot read "/" as SQL'],
    ["S14 / at the end", "select 1\r\n/\r\n", '2: Cannot read "/" as SQL'],
    ["S15", "select 1;\n\nselect 'a\0b';", "3: Cannot read SQL with a NUL character"],
    [
      "trigger",
      "\ncreate trigger t after insert on x begin select 1;",
      "2: Cannot find the end of",
    ],
    ["bracket", "select [a", "1: Cannot find the end of a quoted identifier"],
    ["comment", "select 1;\n/* x", "2: Cannot find the end of a comment"],
  ];
  for (const [id, script, message] of refused) {
    test(`refuses ${id}: ${JSON.stringify(script)}`, () => {
      const refusedWith = refusal(script, rules);
      assert.ok(refusedWith.startsWith(message), refusedWith);
    });
  }

  const fragments = [
    "`",
    "[",
    "]",
    "create trigger ",
    "temp",
    "explain ",
    ".read",
    "begin",
    "end;",
  ];
  test("does not depend on the pieces of the script", () => checkPieces(fragments, rules));
  test("is stable when its statements are joined and split again", () => {
    checkStable(fragments, rules);
  });
});

// Deno 2.9 crashes in sourceSQL of a statement that is only a comment.
describe("split() against SQLite itself", { skip: "Deno" in globalThis }, () => {
  const setup = "create table t(a, b); create view w as select 1 as a, 2 as b;";
  test("cuts the corpus where SQLite does", () => {
    for (const [, statement] of wholes) {
      const script = `${statement}; select 2; -- end`;
      assert.deepEqual(engineStatements(script, setup), texts(script, rules));
    }
  });

  test("cuts random scripts of valid statements where SQLite does", () => {
    const statement = fc.constantFrom(
      "select ';' as \";\"",
      "select 'it''s', \"a\" from t -- ;\n",
      "select /* ; */ `a` from [t]",
      "insert into t values ('\\', x'3b')",
      "create trigger r after insert on t begin select 'end;'; /* ; */ select 1; end",
      "create temp trigger s instead of insert on w begin select case when 1 then 2 end; end",
      "/* c */ -- d\n select 1 - -1",
      "update t set a = '\n;' where b = 1 or a",
    );
    const gap = fc.constantFrom(";", "; ", ";\r\n", " ;-- ;'\n", ";/* ' ; */", ";;");
    fc.assert(fc.property(fc.array(fc.tuple(statement, gap), { maxLength: 8 }), (parts) => {
      const script = parts.flat().join("");
      assert.deepEqual(engineStatements(script, setup), texts(script, rules));
    }));
  });

  test("never cuts where SQLite goes on", () => {
    let compared = 0;
    const parts = "select 1|select ';'|;|;|--|\n|/*|*/|'|[|]|\"|`| as x| |-1|x'00'".split("|");
    const glued = fc.array(fc.constantFrom(...parts), { maxLength: 16 }).map((all) => all.join(""));
    fc.assert(
      fc.property(glued, (script) => {
        const found = outcome(script, rules, [script.length + 1]);
        if ("refused" in found) return;
        const expected = engineStatements(script, setup);
        if (expected === undefined) return;
        compared += expected.length;
        assert.deepEqual(found.map(({ text }) => text), expected);
      }),
      { numRuns: 2000 },
    );
    assert.ok(compared > 50, `only ${compared} statements were compared`);
  });
});

/** Cuts a script with SQLite's own parser; undefined when it does not like the script. */
function engineStatements(script: string, setup: string): string[] | undefined {
  const database = new DatabaseSync(":memory:");
  try {
    database.exec(setup);
    const found: string[] = [];
    for (let rest = script;;) {
      const [code] = tokens(rest);
      if (code === undefined) return found;
      if (code.text === ";") {
        rest = rest.slice(code.end);
        continue;
      }
      rest = rest.slice(code.start);
      const { sourceSQL } = database.prepare(rest);
      const inside = [...tokens(sourceSQL)];
      const last = inside.at(-1)?.text === ";" ? inside.at(-2) : inside.at(-1);
      found.push(sourceSQL.slice(0, last?.end));
      rest = rest.slice(sourceSQL.length);
    }
  } catch {
    return undefined;
  } finally {
    database.close();
  }
}

describe("tokens() of SQLite", () => {
  test("gives kinds, values and offsets", () => {
    const sql = 'create table [a b] ("c""d" int default -1.5e-3, `e` blob default x\'00\' -- f\n)';
    assert.deepEqual(
      [...tokens(sql)].map(({ kind, value }) => `${kind} ${value}`),
      [
        "word create",
        "word table",
        "identifier a b",
        "punctuation (",
        'identifier c"d',
        "word int",
        "word default",
        "operator -",
        "number 1.5e-3",
        "punctuation ,",
        "identifier e",
        "word blob",
        "word default",
        "string 00",
        "punctuation )",
      ],
    );
    for (const { text, start, end } of tokens(sql)) assert.equal(sql.slice(start, end), text);
  });
});
