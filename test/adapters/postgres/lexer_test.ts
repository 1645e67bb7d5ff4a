import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lexicalRules, tokens } from "../../../adapters/postgres/lexer.ts";
import { checkPieces, checkStable, refusal, splitPieces, texts } from "../../split_script.ts";

const rules = lexicalRules();

/** Script and the statements it is to be cut into; ids are those of the splitter corpus. */
const corpus: readonly (readonly [id: string, script: string, statements: readonly string[]])[] = [
  ["P1", `select ';'; select 2`, [`select ';'`, `select 2`]],
  ["P2", `select 'a\\'; select 2`, [`select 'a\\'`, `select 2`]],
  ["P3", `select E'a\\';b'; select 2`, [`select E'a\\';b'`, `select 2`]],
  ["P3 lower case", `select e'a\\';b'; select 2`, [`select e'a\\';b'`, `select 2`]],
  ["P3 continued", `select E'a'\n'b\\';c'; select 2`, [`select E'a'\n'b\\';c'`, `select 2`]],
  [
    "P3 continued behind a comment",
    `select E'a' -- ' ;\n  'b\\';c'; select 2`,
    [`select E'a' -- ' ;\n  'b\\';c'`, `select 2`],
  ],
  ["P3 doubled", `select E'a''b\\';c'; select 2`, [`select E'a''b\\';c'`, `select 2`]],
  ["P3 not a prefix", `select some'a\\'; select 2`, [`select some'a\\'`, `select 2`]],
  ["P3 not continued", `select E'a' 'b\\'; select 2`, [`select E'a' 'b\\'`, `select 2`]],
  [
    "P6",
    `select $a$ ; $b$ ; $$ ; $b$ $a$; select 2`,
    [`select $a$ ; $b$ ; $$ ; $b$ $a$`, `select 2`],
  ],
  ["P6 in a name", `select a$b$; select c$b$`, [`select a$b$`, `select c$b$`]],
  ["P6 parameter", `select $1; select $2`, [`select $1`, `select $2`]],
  ["P10", `/* a /* ; */ ; */ select 1; select 2`, [`select 1`, `select 2`]],
  ["P11", `-- c\rselect 1; select 2`, [`select 1`, `select 2`]],
  ["P12 comments", `-- only\n/* c */`, []],
  ["P12 terminators", ` ;;; `, []],
  ["P13", `create table "a;""b"(i int); select 1`, [`create table "a;""b"(i int)`, `select 1`]],
  [
    "P14",
    `create function f() returns int language sql begin atomic select 1; select 2; end; select 3`,
    [
      `create function f() returns int language sql begin atomic select 1; select 2; end`,
      `select 3`,
    ],
  ],
  [
    "P14 CASE",
    `create or replace procedure p() begin atomic select case when a then 1 end; end; select 3`,
    [
      `create or replace procedure p() begin atomic select case when a then 1 end; end`,
      `select 3`,
    ],
  ],
  [
    "P14 names like keywords",
    `create function f() begin atomic select 1 as end, t.case from t; select 2; end; select 3`,
    [`create function f() begin atomic select 1 as end, t.case from t; select 2; end`, `select 3`],
  ],
  ["P14 BEGIN as a name", `create function begin(); select 3`, [
    `create function begin()`,
    `select 3`,
  ]],
  [
    "P17",
    `select U&'d!0061;' UESCAPE '!'; select 2`,
    [`select U&'d!0061;' UESCAPE '!'`, `select 2`],
  ],
  ["P17 identifier", `select U&"d\\0061t;a"; select 2`, [`select U&"d\\0061t;a"`, `select 2`]],
  [
    "P18",
    `do $$ begin perform 1; perform 2; end $$; select 2`,
    [`do $$ begin perform 1; perform 2; end $$`, `select 2`],
  ],
  [
    "P19",
    `create function f() as $fn$ begin execute $$ select ';' $$; end $fn$; select 2`,
    [`create function f() as $fn$ begin execute $$ select ';' $$; end $fn$`, `select 2`],
  ],
  [
    "P19 string",
    `create function f() language plpgsql as 'begin return 1; end;'; select 2`,
    [`create function f() language plpgsql as 'begin return 1; end;'`, `select 2`],
  ],
  [
    "P21",
    `create schema s create table t(i int) create view v as select 1; select 2`,
    [`create schema s create table t(i int) create view v as select 1`, `select 2`],
  ],
  [
    "P24",
    `select 'x' /* ' */ ; select '/*' ; select '*/'`,
    [`select 'x'`, `select '/*'`, `select '*/'`],
  ],
  [
    "rule with several commands",
    `create rule r as on insert to t do also (insert into a values (1); delete from b); select 2`,
    [
      `create rule r as on insert to t do also (insert into a values (1); delete from b)`,
      `select 2`,
    ],
  ],
  ["P29", `\\restrict x\nselect 1;\n\\unrestrict x`, [`select 1`]],
  ["P32", `\ufeffselect 1`, [`select 1`]],
  ["array slices and casts", `select a[1:"b"], '1'::"int4"; select 2`, [
    `select a[1:"b"], '1'::"int4"`,
    `select 2`,
  ]],
  ["division on lines of its own", `select 4\n/\n2; select 2`, [`select 4\n/\n2`, `select 2`]],
];

describe("split() with PostgreSQL's rules", () => {
  for (const [id, script, statements] of corpus) {
    test(`cuts ${id}: ${JSON.stringify(script)}`, () => {
      assert.deepEqual(texts(script, rules), statements);
    });
  }

  const refused: readonly (readonly [id: string, script: string, message: string])[] = [
    [
      "P28",
      "select 1;\ncopy t from stdin;\n1\ta;b\nselect 2;",
      "2: Cannot find the end of the data",
    ],
    ["P28 no data", "copy t from stdin;", "1: Cannot find the end of the data"],
    [
      "COPY with SQL behind",
      "copy t from stdin; select 1;\n\\.\n",
      "1: Cannot read SQL that follows",
    ],
    ["P30", "select 1\n  \\gexec", '2: Cannot run "\\gexec": it is a command of psql'],
    ["P30 connect", "select 1;\n\\connect other\n", '2: Cannot run "\\connect"'],
    ["P30 variable", "select 1,\n:'var'", `2: Cannot replace the variable ":'var'"`],
    ["P30 name", 'select * from :"var"', '1: Cannot replace the variable ":"var""'],
    ["P31 comment", "select\n/* abc /* */ ", "2: Cannot find the end of a comment"],
    ["P31 string", "select 'a\n';\nselect 'abc\n\n", "3: Cannot find the end of a string"],
    ["P31 dollar", "select $x$ abc $$", '1: Cannot find the end of a string quoted with "$x$"'],
    ["identifier", 'select "x', "1: Cannot find the end of a quoted identifier"],
    [
      "body",
      "select 1;\ncreate function f() begin atomic select 1;",
      "2: Cannot find the end of the statement's body",
    ],
    ["GO", "create table a (i int)\nGO\ncreate table b (i int)\n", '2: Cannot read "GO" as SQL'],
    ["/", "select 1;\n/\nselect 2;", '2: Cannot read "/" as SQL'],
    ["NUL", "select 1;\nselect 'a\0b'", "2: Cannot read SQL with a NUL character"],
    ["NUL in a comment", "select 1;\n-- \0", "2: Cannot read SQL with a NUL character"],
  ];
  for (const [id, script, message] of refused) {
    test(`refuses ${id}: ${JSON.stringify(script)}`, () => {
      const refusedWith = refusal(script, rules);
      assert.ok(refusedWith.startsWith(message), refusedWith);
    });
  }

  test("gives the data of COPY and goes on behind it (P27)", () => {
    const script = "copy t from stdin; -- rows\r\n1\ta;b\r\n\\.x\n\\\\.\n\\.\r\nselect 2;\n";
    for (const length of [1, 2, 3, 4, 1000]) {
      const pieces = script.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
      assert.deepEqual(splitPieces(pieces, rules), [
        { text: "copy t from stdin", line: 1, data: "1\ta;b\r\n\\.x\n\\\\.\n" },
        { text: "select 2", line: 6 },
      ]);
    }
  });

  test("takes COPY without lines, from a file and to STDOUT for what they are", () => {
    assert.deepEqual(splitPieces(["copy t from stdin;\n\\.\nselect 2"], rules), [
      { text: "copy t from stdin", line: 1, data: "" },
      { text: "select 2", line: 3 },
    ]);
    assert.equal(texts("copy t from '/f'; copy (select 1) to stdout; select 2", rules).length, 3);
  });

  test("lets a backslash escape in every string without standard_conforming_strings", () => {
    const old = lexicalRules({ standardConformingStrings: false });
    assert.deepEqual(texts("select 'a\\';b'; select 2", old), ["select 'a\\';b'", "select 2"]);
  });

  test("counts LF, CRLF and CR as one line each", () => {
    const lines = splitPieces(["select 1;\r\n\r\nselect 2;\r\rselect 3;\n\nselect 4"], rules);
    assert.deepEqual(lines.map(({ line }) => line), [1, 3, 5, 7]);
  });

  const fragments = ["$$", "$a$", "E'", "U&'", "copy t from stdin;\n", "\\.\n", "atomic", "rule"];
  fragments.push(
    "create function f() begin atomic ",
    ":'",
    "(",
    ")",
    "\\restrict x\n",
    "create rule ",
  );
  test("does not depend on the pieces of the script", () => checkPieces(fragments, rules));
  test("is stable when its statements are joined and split again", () => {
    checkStable(fragments, rules);
  });
});

describe("tokens() of PostgreSQL", () => {
  test("gives kinds, values and offsets", () => {
    const sql = `Alter /* x */ TABLE "A""b".c ADD x text DEFAULT E'a\\'b' || $$c$$ || 1.5e3;`;
    assert.deepEqual(
      [...tokens(sql)].map(({ kind, value }) => `${kind} ${value}`),
      [
        "word alter",
        "word table",
        'identifier A"b',
        "punctuation .",
        "word c",
        "word add",
        "word x",
        "word text",
        "word default",
        "string a'b",
        "operator ||",
        "string c",
        "operator ||",
        "number 1.5e3",
        "punctuation ;",
      ],
    );
    for (const { text, start, end } of tokens(sql)) assert.equal(sql.slice(start, end), text);
  });

  test("reads to the end of what is not terminated", () => {
    for (const sql of ["a 'b", 'a "b', "a $$b", "a /* b"]) {
      const last = [...tokens(sql)].at(-1);
      assert.ok(last && (last.end === sql.length || last.text === "a"));
    }
  });
});
